import { describe, expect, it } from 'vitest'
import { digitsOf, inGroups, typed } from '../../src/draws/dice'

describe('the field of the dice', () => {
  it('shows the digits in groups of five, without a space at the end', () => {
    expect(inGroups('31415926535897932384')).toBe('31415 92653 58979 32384')
    expect(inGroups('31415')).toBe('31415')
    expect(inGroups('314159')).toBe('31415 9')
    expect(inGroups('')).toBe('')
  })

  it('keeps digits only, those of a Chinese keyboard too, and no more than were promised', () => {
    expect(digitsOf('３１４ 15a-9')).toBe('314159')
    expect(digitsOf('1'.repeat(25))).toHaveLength(20)
  })

  it('leaves the caret behind the digit that was typed', () => {
    expect(typed('314159', 6)).toEqual({ text: '31415 9', caret: 7 })
    expect(typed('31415', 5)).toEqual({ text: '31415', caret: 5 })
    // A digit put in after the second one moves the others on.
    expect(typed('31x0415 92', 4)).toEqual({ text: '31041 592', caret: 3 })
    expect(typed('a', 1)).toEqual({ text: '', caret: 0 })
  })
})
