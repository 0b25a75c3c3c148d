import type { Draw } from './plans'

type Line = Draw['drawn'][number]

/** Picks what is said of one seat of a drawn site. */
export function isSeat(objectId: string, slot: number) {
  return (each: { object_id: string, slot: number }) => each.object_id === objectId && each.slot === slot
}

/** How many seats were given and how many stayed empty. */
export function seats(lines: readonly Line[]): { given: number, empty: number } {
  const all = lines.flatMap(line => line.inspectors)
  const given = all.filter(seat => seat !== null).length
  return { given, empty: all.length - given }
}

/** The two ends of a long hex number: enough to compare by eye, the whole stands beside it. */
export const ends = (hex: string) => `${hex.slice(0, 8)}…${hex.slice(-4)}`
