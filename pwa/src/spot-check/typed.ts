/** Whole numbers that are typed: kept digit by digit, for a phone may die in the middle of one. */

interface Bounds { least: number, most: number }

/** What stands in a field so far; null while it is no whole number within the bounds. */
export function soFar(event: Event, { least, most }: Bounds): number | null {
  const text = (event.target as HTMLInputElement).value
  const number = Number(text)
  return /^\d+$/.test(text) && number >= least && number <= most ? number : null
}

/** What is meant by what was typed in the end: the nearest that is possible, which the field then shows; null for nothing. */
export function nearest(event: Event, { least, most }: Bounds): number | null {
  const field = event.target as HTMLInputElement
  if (field.value === '')
    return null
  const number = Math.min(most, Math.max(least, Math.round(Number(field.value))))
  field.value = String(number)
  return number
}
