import type { Fraction } from './fraction'
import type { Answer, ScoredTable, TableScore } from './table'
import type { Total } from './total'
import { scoreTable } from './table'
import { gradeTotal } from './total'

/** A table of a standard, and the class of the summary in which it counts. */
export interface TableOfSite extends ScoredTable { id: string, classId: string }

/** A class of the summary, and its weight there. */
export interface ClassOfSite { id: string, weight: number }

export interface SiteScore {
  /** The tables that were answered, also those of which nothing applies. */
  tables: Record<string, TableScore>
  total: Total
}

type Answers = Readonly<Record<string, Answer>>

/**
 * Scores a site under a standard of several tables (domain.md B1, steps 1–8).
 * A table without answers is missing, and so is one of which nothing applies.
 */
export function scoreSite(tables: readonly TableOfSite[], classes: readonly ClassOfSite[], answers: Readonly<Record<string, Answers>>): SiteScore {
  const answered = tables.flatMap((table) => {
    const given = answers[table.id]
    return given ? [{ table, score: scoreTable(table, given) }] : []
  })
  const scoresOf = (classId: string): Fraction[] => answered
    .filter(({ table }) => table.classId === classId)
    .flatMap(({ score }) => score.score ?? [])
  return {
    tables: Object.fromEntries(answered.map(({ table, score }) => [table.id, score])),
    total: gradeTotal(classes.map(({ id, weight }) => ({ id, weight, scores: scoresOf(id) }))),
  }
}
