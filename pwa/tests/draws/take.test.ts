import type { ClassLimit } from '../../src/draws/take'
import { describe, expect, it } from 'vitest'
import { arithmeticOf, basisOf, countsOf, departureOf } from '../../src/draws/take'

const ratio = { number: 15, valid_from: '2026-01-01', legal_basis: '细则第八条', is_default: false }
const limit: ClassLimit = { available: 33, excluded: 0, suggested: 5, ratio }

function of(number: number, available: number, suggested: number): string {
  return arithmeticOf({ available, excluded: 0, suggested, ratio: { ...ratio, number } })
}

describe('the ratio in front of whoever makes a plan', () => {
  it('is worked out as on paper', () => {
    expect(of(15, 33, 5)).toBe('比例 15% × 33 = 4.95 → 5（有小数进一）')
    expect(of(5, 8, 1)).toBe('比例 5% × 8 = 0.4 → 1（有小数进一）')
    expect(of(1, 105, 2)).toBe('比例 1% × 105 = 1.05 → 2（有小数进一）')
  })

  it('says nothing of rounding where there is none', () => {
    expect(of(100, 3, 3)).toBe('比例 100% × 3 = 3')
    expect(of(0, 33, 0)).toBe('比例 0% × 33 = 0')
    expect(of(40, 0, 0)).toBe('比例 40% × 0 = 0')
  })

  it('names its basis, and since when it holds', () => {
    expect(basisOf(ratio)).toBe('依据：细则第八条（2026-01-01 起）')
    expect(basisOf({ ...ratio, valid_from: null, is_default: true })).toBe('依据：细则第八条')
  })
})

describe('another count than the ratio gives', () => {
  it('is shown, and by how much', () => {
    expect(departureOf(7, limit)).toEqual({ tone: 'warn', text: '比按比例多 2 个' })
    expect(departureOf(0, limit)).toEqual({ tone: 'warn', text: '比按比例少 5 个' })
    expect(departureOf(5, limit)).toBeNull()
  })

  it('is warned of louder where there are not so many', () => {
    expect(departureOf(34, limit)).toEqual({ tone: 'stop', text: '超过可抽的 33 个' })
  })
})

it('follows the ratios where nobody typed a count', () => {
  const none = { ...limit, available: 0, suggested: 0 }
  const roster = { classes: { A: limit, B: limit, C: none, D: none }, inspectors: 3, yearly_cap: ratio, excluded: [] }
  expect(countsOf(roster, {})).toEqual({ A: 5, B: 5, C: 0, D: 0 })
  expect(countsOf(roster, { B: 0 })).toEqual({ A: 5, B: 0, C: 0, D: 0 })
  expect(countsOf(null, { B: 2 })).toEqual({ A: 0, B: 2, C: 0, D: 0 })
})
