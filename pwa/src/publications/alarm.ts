import type { Publication } from './publications'
import { words } from './words'

export type Alarm = NonNullable<Publication['warning']> | 'in_time'

/** The shape of each warning beside its colour and its word. */
export const alarmShapes: Record<Alarm, string> = { in_time: '●', day_10: '◆', day_15: '▲', day_18: '■', overdue: '×' }

export const alarmOf = ({ warning }: Pick<Publication, 'warning'>): Alarm => warning ?? 'in_time'

/** How far off the last day is, in working days. */
export function daysLeft(days: number): string {
  if (days === 0)
    return words('daysLeftToday')
  return days > 0 ? words('daysLeft', { n: days }) : words('daysOver', { n: -days })
}

/** What the clock shows of a check that is still due; null where it has not begun. */
export function readClock({ working_days_used: used, working_days_left: left }: Publication) {
  if (used === null || left === null)
    return null
  const of = used + left
  return { used, of, part: Math.min(1, Math.max(0, used / of)) }
}

/** At which parts of the time the warnings begin: the days 10, 15 and 18 of twenty. */
export const alarmParts = [0.5, 0.75, 0.9] as const
