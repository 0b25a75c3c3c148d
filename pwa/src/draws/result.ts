import type { Draw } from './plans'
import { words as deskWords } from '../desk/words'
import { changeWords } from './change-words'
import { words } from './words'

type Line = Draw['drawn'][number]

/** Why a seat of a drawn site stayed empty: who could sit there is full, or nobody could. */
export function whyEmpty({ unfilled, changes }: Pick<Draw, 'unfilled' | 'changes'>, objectId: string, slot: number): string {
  if (changes.some(each => each.object_id === objectId && each.slot === slot))
    return changeWords('emptyRedrawn')
  if (changes.some(each => each.new_object_id === objectId))
    return changeWords('emptyReplaced')
  const reach = unfilled.find(each => each.object_id === objectId && each.slot === slot)?.reach ?? []
  return reach.length > 0 ? words('emptyFull', { cards: reach.join(deskWords('comma')) }) : words('emptyNobody')
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
