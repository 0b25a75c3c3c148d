import type { Draw } from './plans'

type Line = Draw['drawn'][number]

/** Picks what is said of one seat of a drawn site. */
export function isSeat(objectId: string, slot: number) {
  return (each: { object_id: string, slot: number }) => each.object_id === objectId && each.slot === slot
}

/** Whether a seat stayed empty only after the draw: when it was drawn anew, or when its site came in for another. */
export function emptiedBy({ changes }: Pick<Draw, 'changes'>, objectId: string, slot: number): 'emptyRedrawn' | 'emptyReplaced' | null {
  if (changes.some(each => each.object_id === objectId && each.slot === slot))
    return 'emptyRedrawn'
  return changes.some(each => each.new_object_id === objectId) ? 'emptyReplaced' : null
}

/** The sites that are to be checked: those drawn or come for others, without those replaced. */
export const standing = (lines: readonly Line[]) => lines.filter(line => !line.replaced)

/** How many seats were given and how many stayed empty. */
export function seats(lines: readonly Line[]): { given: number, empty: number } {
  const all = lines.flatMap(line => line.inspectors)
  const given = all.filter(seat => seat !== null).length
  return { given, empty: all.length - given }
}

/** The two ends of a long hex number: enough to compare by eye, the whole stands beside it. */
export const ends = (hex: string) => `${hex.slice(0, 8)}…${hex.slice(-4)}`
