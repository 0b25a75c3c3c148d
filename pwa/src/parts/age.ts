import { words } from './words'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** How long ago an instant was, in words. */
export function age(instant: string, now = Date.now()): string {
  const passed = Math.max(0, now - Date.parse(instant))
  if (passed < minute)
    return words('justNow')
  if (passed < hour)
    return words('minutesAgo', { n: Math.floor(passed / minute) })
  if (passed < day)
    return words('hoursAgo', { n: Math.floor(passed / hour) })
  return words('daysAgo', { n: Math.floor(passed / day) })
}
