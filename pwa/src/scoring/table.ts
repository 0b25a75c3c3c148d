import type { Fraction } from './fraction'
import { display, fraction, zero } from './fraction'

/** 符合, 不符合, 不适用; 已记录 where an item judges nothing, or not yet. */
export type Result = 'conforming' | 'nonconforming' | 'not_applicable' | 'recorded'

export interface Answer {
  result: Result
  /** Points taken off; counts only when nonconforming, and never beyond the item's points. */
  deduction: number
}

export interface ScoredItem { id: string, points: number }
export interface ScoredSection { guarantee: boolean, items: readonly ScoredItem[] }
export interface ScoredTable { sections: readonly ScoredSection[] }

export type ZeroedBecause = 'guarantee_item' | 'guarantee_subtotal'

export interface TableScore {
  obtained: number
  full: number
  guaranteeObtained: number
  guaranteeFull: number
  unanswered: number
  /** Out of 100; null when nothing in the table applies. */
  score: Fraction | null
  display: string | null
  zeroedBecause: ZeroedBecause | null
}

interface ItemScore { obtained: number, full: number, guarantee: boolean, answered: boolean }

/** What one item has of its points; 不适用 has none to lose. */
export function scoreItem(item: ScoredItem, guarantee: boolean, answer: Answer | undefined): ItemScore {
  if (answer?.result === 'not_applicable')
    return { obtained: 0, full: 0, guarantee, answered: true }
  const deduction = answer?.result === 'nonconforming' ? Math.min(answer.deduction, item.points) : 0
  return { obtained: item.points - deduction, full: item.points, guarantee, answered: answer !== undefined }
}

/** Whether an item that applies has no point left. */
export const isLost = ({ full, obtained }: Pick<ItemScore, 'full' | 'obtained'>) => full > 0 && obtained === 0

function zeroedBecause(guaranteed: readonly ItemScore[], obtained: number, full: number): ZeroedBecause | null {
  if (guaranteed.some(isLost))
    return 'guarantee_item'
  // 40 of 60; with missing guarantee items the same ratio (1999-edition practice, domain.md B1 step 4).
  return obtained * 60 < full * 40 ? 'guarantee_subtotal' : null
}

const sum = (items: readonly ItemScore[], part: 'obtained' | 'full') =>
  items.reduce((total, item) => total + item[part], 0)

/**
 * Scores one table of JGJ 59-2011 (domain.md B1, steps 1–4).
 * Items not answered yet keep their points: only what was found is taken off.
 */
export function scoreTable(table: ScoredTable, answers: Readonly<Record<string, Answer>>): TableScore {
  const items = table.sections.flatMap(section =>
    section.items.map(item => scoreItem(item, section.guarantee, answers[item.id])))
  const guaranteed = items.filter(item => item.guarantee)
  const [obtained, full] = [sum(items, 'obtained'), sum(items, 'full')]
  const [guaranteeObtained, guaranteeFull] = [sum(guaranteed, 'obtained'), sum(guaranteed, 'full')]
  const reason = zeroedBecause(guaranteed, guaranteeObtained, guaranteeFull)
  const earned = full === 0 ? null : fraction(obtained * 100, full)
  const score = earned && reason ? zero : earned
  return {
    obtained,
    full,
    guaranteeObtained,
    guaranteeFull,
    unanswered: items.filter(item => !item.answered).length,
    score,
    display: score && display(score),
    zeroedBecause: reason,
  }
}
