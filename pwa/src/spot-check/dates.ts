const day = 86_400_000

/** A date as the office writes it, 2026-11-20: the day in Shanghai at an instant. */
export function dateOf(instant: Date | string = new Date()): string {
  return new Date(instant).toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' })
}

/** Date and time in Shanghai, 2026-11-20 10:42. */
export function timeOf(instant: string): string {
  const clock = new Date(instant).toLocaleTimeString('sv-SE', { timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit' })
  return `${dateOf(instant)} ${clock}`
}

/** Calendar days from one date to another; negative when `to` has passed. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / day)
}
