import { describe, expect, it } from 'vitest'
import { chance, drawsAny, gaps, observed } from '../../src/draws/rehearsal'

describe('a rehearsal', () => {
  it.each([
    [{ take: 1, available: 3 }, '33.3'],
    [{ take: 2, available: 40 }, '5'],
    [{ take: 3, available: 3 }, '100'],
    [{ take: 5, available: 3 }, '100'],
    [{ take: 1, available: 0 }, null],
  ])('gives each site of %o the chance %s', (risk, percent) => {
    expect(chance(risk)).toBe(percent)
  })

  it('tells how often sites of one weight were drawn', () => {
    expect(observed({ sites: 20, drawn: 1000 }, 200)).toBe('25')
  })

  it('counts the runs in which seats stayed empty', () => {
    expect(gaps({ empty: [{ seats: 0, runs: 143 }, { seats: 1, runs: 50 }, { seats: 3, runs: 7 }] })).toEqual({ short: 57, most: 3 })
    expect(gaps({ empty: [{ seats: 0, runs: 200 }] })).toEqual({ short: 0, most: 0 })
    expect(gaps({ empty: [{ seats: 6, runs: 200 }] })).toEqual({ short: 200, most: 6 })
  })

  it('knows a plan that draws nothing', () => {
    const risk = { risk_class: 'A', chances: [] }
    expect(drawsAny({ classes: [{ ...risk, take: 2, available: 0 }] })).toBe(false)
    expect(drawsAny({ classes: [{ ...risk, take: 2, available: 1 }] })).toBe(true)
  })
})
