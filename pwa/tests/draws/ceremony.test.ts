import type { Draw, Plan } from '../../src/draws/plans'
import { describe, expect, it } from 'vitest'
import { progress, waitsFor } from '../../src/draws/ceremony'
import { seats } from '../../src/draws/result'

const witnesses = [{ name: '高洁' }] as Plan['witnesses']

function plan(state: Plan['state'], approved: boolean, committed: boolean, voided = false) {
  const at = '2026-11-20T02:00:00Z'
  return { state, witnesses: committed ? witnesses : [], approved_at: approved ? at : null, voided_at: voided ? at : null }
}

describe('a ceremony', () => {
  it.each<[Plan['state'], boolean, boolean, string, string]>([
    ['draft', false, false, 'now now later later later', 'draft'],
    ['draft', false, true, 'now done later later later', 'draft'],
    ['draft', true, false, 'done now later later later', 'approved'],
    ['draft', true, true, 'done done now later later', 'committed'],
    ['frozen', true, true, 'done done done now later', 'frozen'],
    ['revealed', true, true, 'done done done done now', 'revealed'],
    ['drawn', true, true, 'done done done done done', 'drawn'],
  ])('that is %s (approved: %s, committed: %s) stands at %s', (state, approved, committed, steps, waiting) => {
    expect(Object.values(progress(plan(state, approved, committed))).join(' ')).toBe(steps)
    expect(waitsFor(plan(state, approved, committed))).toBe(waiting)
  })

  it('that is void goes nowhere any more', () => {
    expect(Object.values(progress(plan('frozen', true, true, true)))).toEqual(['done', 'done', 'done', 'later', 'later'])
    expect(waitsFor(plan('frozen', true, true, true))).toBe('void')
  })
})

describe('an empty seat', () => {
  const seat = { card_number: '1', name: '林晓' }

  it('is counted apart from those that were given', () => {
    const lines = [{ inspectors: [seat, null] }, { inspectors: [seat, seat] }] as Draw['drawn']
    expect(seats(lines)).toEqual({ given: 3, empty: 1 })
  })
})
