import { describe, expect, it } from 'vitest'
import { words } from '../../src/registers/card-words'
import { readFilters, states, tagParts, validityOf, wordsOfSpecialty } from '../../src/registers/cards'

const now = Date.parse('2026-11-28T08:00:00Z')

describe('the inspectors\' register', () => {
  it('reads from the address what the server knows, and nothing else', () => {
    expect(readFilters({ q: '林', state: 'on_leave' })).toEqual({ q: '林', state: 'on_leave' })
    expect(readFilters({ q: '', state: 'asleep' })).toEqual({})
  })

  it('tells a card that has expired, one that will soon, and one that is good', () => {
    const at = (valid_to: string, is_expired = false) => validityOf({ valid_to, is_expired }, now)
    expect(at('2026-11-27', true)).toBe('expired')
    expect(at('2026-11-28')).toBe('soon')
    expect(at('2027-01-26')).toBe('soon')
    expect(at('2027-02-01')).toBe('valid')
  })

  it('says what a recusal names; a kind or specialty that is newer than the app as it came', () => {
    expect(tagParts('e:91110000101623741K')).toEqual({ kind: '单位', name: '91110000101623741K' })
    expect(tagParts('x:a:b')).toEqual({ kind: 'x', name: 'a:b' })
    expect(wordsOfSpecialty('civil')).toBe('土建')
    expect(wordsOfSpecialty('astronomy')).toBe('astronomy')
  })

  it('has a word for every state', () => {
    for (const state of states)
      expect(words(state)).not.toBe('')
  })
})
