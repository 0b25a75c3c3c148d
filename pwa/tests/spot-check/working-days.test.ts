import type { Calendar } from '../../src/store'
import { expect, it } from 'vitest'
import { addWorkingDays, workingDaysBetween } from '../../src/spot-check/working-days'

const calendar: Calendar = {
  years: [
    { year: 2026, provisional: false, days_off: ['2026-10-01', '2026-10-02', '2026-10-05', '2026-10-06', '2026-10-07'], days_on: ['2026-09-20', '2026-10-10'] },
    { year: 2027, provisional: true, days_off: [], days_on: [] },
  ],
}

it('counts over a holiday and over the weekend that is worked for it', () => {
  expect(addWorkingDays(calendar, '2026-09-30', 1)).toEqual({ on: '2026-10-08', provisional: false })
  expect(addWorkingDays(calendar, '2026-09-30', 3)).toEqual({ on: '2026-10-10', provisional: false })
  expect(workingDaysBetween(calendar, '2026-09-30', '2026-10-12')).toEqual({ count: 4, provisional: false })
})

it('is as many days away as it was put ahead, and as many overdue', () => {
  const { on } = addWorkingDays(calendar, '2026-11-20', 5)
  expect(on).toBe('2026-11-27')
  expect(workingDaysBetween(calendar, '2026-11-20', on).count).toBe(5)
  expect(workingDaysBetween(calendar, on, '2026-11-20').count).toBe(-5)
  expect(workingDaysBetween(calendar, on, on)).toEqual({ count: 0, provisional: false })
})

it('says when it rests on holidays that nobody has announced', () => {
  expect(addWorkingDays(calendar, '2026-12-30', 1)).toEqual({ on: '2026-12-31', provisional: false })
  expect(addWorkingDays(calendar, '2026-12-30', 5)).toEqual({ on: '2027-01-06', provisional: true })
  expect(workingDaysBetween(calendar, '2026-12-30', '2027-01-06')).toEqual({ count: 5, provisional: true })
})

it('takes Mondays to Fridays but for the holidays of fixed dates, provisionally, until it has a calendar', () => {
  expect(addWorkingDays(null, '2026-09-30', 1)).toEqual({ on: '2026-10-05', provisional: true })
  expect(addWorkingDays(calendar, '2028-04-28', 1)).toEqual({ on: '2028-05-03', provisional: true })
  expect(workingDaysBetween(null, '2026-11-20', '2026-11-23')).toEqual({ count: 1, provisional: true })
})

it('does not hang on a mistyped year', () => {
  expect(workingDaysBetween(calendar, '2026-11-20', '9026-11-20').count).toBeGreaterThan(2000)
})
