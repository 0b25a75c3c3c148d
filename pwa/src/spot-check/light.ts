import type { Tone } from '../parts/tones'
import type { Calendar } from '../store'
import { words } from './words'
import { workingDaysBetween } from './working-days'

const soon = 3

const overWords = (n: number) => (n > 0 ? words('daysOver', { n }) : words('over'))

/** How far off a due date is in working days: a tone with its shape, and the words; 暂定 where nobody has announced the holidays. */
export function dueLight(calendar: Calendar | null, today: string, dueOn: string): { tone: Tone, text: string } {
  const { count, provisional } = workingDaysBetween(calendar, today, dueOn)
  // On a Saturday a due date of Friday is no working day away, and over all the same.
  const isOver = dueOn < today
  const text = isOver ? overWords(-count) : dueOn === today ? words('dueToday') : words('daysLeft', { n: count })
  const tone = isOver ? 'stop' : count <= soon ? 'warn' : 'ok'
  return { tone, text: provisional && count !== 0 ? words('provisional', { text }) : text }
}
