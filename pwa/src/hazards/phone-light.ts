import type { HazardRow } from '../store'
import { daysBetween } from '../spot-check/dates'
import { isMajor } from '../store/graded'

type Light = HazardRow['light']

/** Days before the due date on which the reminder begins. */
const soon = 3
const twoWeeks = 14
/** Days overdue after which it is red, however long the month is. */
const monthAtMost = 30

/** The same day of the next month, or that month's last day (民法典 art. 202). */
function aMonthAfter(date: string): string {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number]
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  return new Date(Date.UTC(year, month, Math.min(day, last))).toISOString().slice(0, 10)
}

/**
 * The rectification light of a hazard (domain.md D4), by the rule of the server's hazards/light.py:
 * it changes at midnight without any new row, and a phone may be without a network for days.
 */
export function lightOf({ state, due_on: dueOn, ...graded }: Pick<HazardRow, 'grade' | 'is_major' | 'state' | 'due_on'>, today: string): Light {
  const left = daysBetween(today, dueOn)
  if (state === 'closed')
    return { colour: 'none', reason: 'closed' }
  // Red from its confirmation until its closing.
  if (isMajor(graded) && state !== 'reported')
    return { colour: 'red', reason: 'major' }
  if (-left > monthAtMost || aMonthAfter(dueOn) < today)
    return { colour: 'red', reason: 'overdue_one_month' }
  if (-left >= twoWeeks)
    return { colour: 'yellow', reason: 'overdue_two_weeks' }
  if (left < 0)
    return { colour: 'amber', reason: 'overdue' }
  return left <= soon ? { colour: 'amber', reason: 'due_soon' } : { colour: 'green', reason: 'in_time' }
}
