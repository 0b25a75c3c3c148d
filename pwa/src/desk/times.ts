const second = 1000
const minute = 60 * second
const hour = 60 * minute
const shanghai = 8 * hour

const two = (n: number) => String(n).padStart(2, '0')

/** How long until `until`, as 2:59 or 1:02:59; null when it has come. Instants in milliseconds or RFC 3339. */
export function countdown(until: string | number, now: number): string | null {
  const left = Math.ceil((new Date(until).getTime() - now) / second) * second
  if (left <= 0)
    return null
  const [hours, minutes, seconds] = [left / hour, (left % hour) / minute, (left % minute) / second].map(Math.floor) as [number, number, number]
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`
}

/** An instant as a clock in Shanghai shows it, for a datetime-local field: 2026-11-20T10:42:30. China has no summer time. */
export function toField(instant: string | number): string {
  return new Date(new Date(instant).getTime() + shanghai).toISOString().slice(0, 19)
}

/** The instant that a datetime-local field in Shanghai time means, in RFC 3339; null while it is not whole. */
export function fromField(text: string): string | null {
  const instant = Date.parse(`${text}+08:00`)
  return Number.isNaN(instant) ? null : new Date(instant).toISOString().replace('.000', '')
}

/** Date and time to the second in Shanghai: 2026-11-20 10:42:30. */
export const exactTime = (instant: string | number) => toField(instant).replace('T', ' ')

/** Date and time to the minute in Shanghai: 2026-11-20 10:42. */
export const shortTime = (instant: string | number) => exactTime(instant).slice(0, 16)
