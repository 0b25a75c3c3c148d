import { onScopeDispose, shallowRef } from 'vue'
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

/** The present, read again twice a minute, so that an age on screen grows while nothing else happens. */
export function useNow() {
  const now = shallowRef(Date.now())
  const timer = setInterval(() => {
    now.value = Date.now()
  }, minute / 2)
  onScopeDispose(() => clearInterval(timer))
  return now
}
