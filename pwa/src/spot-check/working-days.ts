/** Working days by the State Council's calendar, as the server last told it: the twin of the server's workdays.py. */

import type { Calendar, CalendarYear } from '../store'

/** A last day, or a number of days; provisional where it rests on holidays that are not announced yet. */
export interface Deadline { on: string, provisional: boolean }
export interface WorkingDays { count: number, provisional: boolean }

const day = 86_400_000
const patience = 4000

const next = (date: string) => new Date(Date.parse(date) + day).toISOString().slice(0, 10)
/** The days of no moon in a year that the server has not told of yet, as its `_FIXED`. */
const fixed = ['-01-01', '-05-01', '-05-02', '-10-01', '-10-02', '-10-03']
const isWeekday = (date: string) => new Date(date).getUTCDay() % 6 !== 0

function yearOf(calendar: Calendar | null, date: string): CalendarYear | undefined {
  return calendar?.years.find(({ year }) => year === Number(date.slice(0, 4)))
}

function isWorkingDay(calendar: Calendar | null, date: string): boolean {
  const year = yearOf(calendar, date)
  if (!year)
    return isWeekday(date) && !fixed.some(end => date.endsWith(end))
  return isWeekday(date) ? !year.days_off.includes(date) : year.days_on.includes(date)
}

/** Whether a date lies in a year whose holidays are not announced yet. */
export const isProvisional = (calendar: Calendar | null, date: string) => yearOf(calendar, date)?.provisional ?? true

/** The working day that is `n` after `from`; the day on which a period begins is not counted (民法典 art. 201). */
export function addWorkingDays(calendar: Calendar | null, from: string, n: number): Deadline {
  let on = from
  let provisional = false
  for (let left = n; left > 0;) {
    on = next(on)
    provisional ||= isProvisional(calendar, on)
    left -= Number(isWorkingDay(calendar, on))
  }
  return { on, provisional }
}

/** The working days after `from`, up to and including `to`; negative when `to` has passed. */
export function workingDaysBetween(calendar: Calendar | null, from: string, to: string): WorkingDays {
  if (to < from) {
    const over = workingDaysBetween(calendar, to, from)
    return { count: -over.count, provisional: over.provisional }
  }
  let count = 0
  let provisional = false
  // A mistyped year must not hang the page; nobody reads a count of ten years.
  const end = Math.min(Date.parse(to), Date.parse(from) + patience * day)
  for (let at = next(from); Date.parse(at) <= end; at = next(at)) {
    count += Number(isWorkingDay(calendar, at))
    provisional ||= isProvisional(calendar, at)
  }
  return { count, provisional }
}
