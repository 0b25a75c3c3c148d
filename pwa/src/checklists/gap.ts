import type { Shortfall, TableScore } from '../scoring'
import type { Answers, ChecklistItem, ChecklistSection } from './item'
import { shortfallOf } from '../scoring'
import { isComplete } from './judging'
import { tableOf, withoutHidden } from './scored'

/** What is missing for 合格 on a scored list as it is answered now, by the items that it rests on. */
export interface Gap extends Omit<Shortfall, 'zeroItems'> {
  zeroItems: ChecklistItem[]
  /** Required items that are asked for and not answered in full. */
  required: ChecklistItem[]
  /** How many items are not answered in full, required or not: they keep their points until somebody looks at them. */
  open: number
}

/** What is missing for 合格 on a list that asks for these items; null when nothing on it applies. */
export function gapOf(sections: readonly ChecklistSection[], answers: Readonly<Answers>, score: TableScore, asked: readonly ChecklistItem[]): Gap | null {
  const shortfall = shortfallOf(tableOf(sections), withoutHidden(sections, answers, asked), score)
  if (!shortfall)
    return null
  const lost = new Set(shortfall.zeroItems)
  const open = asked.filter(item => !isComplete(item, answers[item.id]))
  return {
    ...shortfall,
    zeroItems: asked.filter(({ id }) => lost.has(id)),
    required: open.filter(({ required }) => required),
    open: open.length,
  }
}
