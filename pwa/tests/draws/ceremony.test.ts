import type { Draw, Plan } from '../../src/draws/plans'
import { describe, expect, it } from 'vitest'
import { progress, waitsFor } from '../../src/draws/ceremony'
import { seats } from '../../src/draws/result'

const witness = { person_id: 'p', name: '高洁', commitment: '', revealed: false, missing: false }

describe('a ceremony', () => {
  it.each<[Plan['state'], boolean, string, string]>([
    ['draft', false, 'done now later later later', 'draft'],
    ['draft', true, 'done done now later later', 'committed'],
    ['frozen', true, 'done done done now later', 'frozen'],
    ['revealed', true, 'done done done done now', 'revealed'],
    ['drawn', true, 'done done done done done', 'drawn'],
  ])('that is %s (committed: %s) stands at %s', (state, committed, steps, waiting) => {
    const plan = { state, witness: committed ? witness : null }
    expect(Object.values(progress(plan)).join(' ')).toBe(steps)
    expect(waitsFor(plan)).toBe(waiting)
  })
})

describe('an empty seat', () => {
  const seat = { card_number: '1', name: '林晓' }

  it('is counted apart from those that were given', () => {
    const lines = [{ inspectors: [seat, null] }, { inspectors: [seat, seat] }] as Draw['drawn']
    expect(seats(lines)).toEqual({ given: 3, empty: 1 })
  })
})
