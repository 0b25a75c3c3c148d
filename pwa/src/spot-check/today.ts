import { status } from '../phone'
import { dateOf } from './dates'

/** Today's date by the server's clock, as far as this phone has learnt it: its own may be a day off. */
export function today(now = Date.now()): string {
  return dateOf(new Date(now + status.value.clockOffset))
}
