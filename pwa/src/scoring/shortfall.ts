import type { Answer, ScoredTable, TableScore } from './table'
import { isLost, scoreItem, scoreTable } from './table'

/** Of 100: where 合格 begins, and the guarantee subtotal of 60 under which a table counts zero (JGJ 59-2011 4.0.1, 5.0.3). */
export const passLine = 70
const guaranteeLine = { least: 40, of: 60 } as const

/** What keeps a table from 合格, or how much it may still lose; whole points of the table itself, whatever they are out of. */
export interface Shortfall {
  /** Points to win back until the table has 70 of 100; 0 when it has. What zeroes the table stands apart. */
  points: number
  /** Points that may go before it has less than 70 of 100; 0 when it has less. */
  spare: number
  /** Guarantee items that apply and have no point left, by id, in their order: each zeroes the table. */
  zeroItems: string[]
  /** Guarantee points to win back until the subtotal has 40 of 60, or the same ratio of what applies; 0 when it has. */
  guaranteePoints: number
}

/** The least whole number of points that, added to `obtained` of `full`, makes `least` of `of`; compared exactly. */
const lacking = (obtained: number, full: number, least: number, of: number) =>
  Math.max(0, Math.ceil((least * full - of * obtained) / of))

/**
 * What keeps a table from 合格 as `score` has it (domain.md B1, steps 1–4 and 7); null when nothing in it applies.
 * Exactly 40 and exactly 70 are enough.
 */
export function shortfallOf(table: ScoredTable, answers: Readonly<Record<string, Answer>>, score: TableScore = scoreTable(table, answers)): Shortfall | null {
  const { obtained, full, guaranteeObtained, guaranteeFull } = score
  if (full === 0)
    return null
  const guaranteed = table.sections.filter(({ guarantee }) => guarantee).flatMap(({ items }) => items)
  return {
    points: lacking(obtained, full, passLine, 100),
    spare: Math.max(0, Math.floor((100 * obtained - passLine * full) / 100)),
    zeroItems: guaranteed.filter(item => isLost(scoreItem(item, true, answers[item.id]))).map(({ id }) => id),
    guaranteePoints: lacking(guaranteeObtained, guaranteeFull, guaranteeLine.least, guaranteeLine.of),
  }
}
