import type { Publication } from '../../src/publications/publications'
import { describe, expect, it } from 'vitest'
import { alarmOf, alarmShapes, daysLeft, readClock } from '../../src/publications/alarm'
import { words } from '../../src/publications/words'

const used = (working_days_used: number | null, working_days_left: number | null) => ({ working_days_used, working_days_left }) as Publication

describe('the clock of publication', () => {
  it('gives every warning a shape and a word of its own', () => {
    const alarms = Object.keys(alarmShapes) as (keyof typeof alarmShapes)[]
    expect(new Set(Object.values(alarmShapes)).size).toBe(alarms.length)
    for (const locale of ['zh-CN', 'en'] as const)
      expect(new Set(alarms.map(alarm => words.catalogues[locale][alarm])).size).toBe(alarms.length)
  })

  it('is in time until the first warning', () => {
    expect(alarmOf({ warning: null })).toBe('in_time')
    expect(alarmOf({ warning: 'day_15' })).toBe('day_15')
  })

  it('says what is left, the last day and what is overdue in words', () => {
    expect([3, 0, -2].map(daysLeft)).toEqual(['剩 3 个工作日', '今天截止', '逾期 2 个工作日'])
  })

  it('shows how much of the time is used, and all of it when overdue', () => {
    expect(readClock(used(5, 15))).toEqual({ used: 5, of: 20, part: 0.25 })
    expect(readClock(used(23, -3))).toEqual({ used: 23, of: 20, part: 1 })
    expect(readClock(used(null, null))).toBeNull()
  })
})
