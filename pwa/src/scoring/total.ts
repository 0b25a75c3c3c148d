import type { Fraction } from './fraction'
import { add, display, isBelow, scale, zero } from './fraction'

export interface SummaryClass {
  id: string
  weight: number
  /** The scores of the tables that apply; none when the class is missing on this site. */
  scores: readonly Fraction[]
}

/** 优良, 合格, 不合格 (JGJ 59-2011 5.0). */
export type Grade = 'excellent' | 'qualified' | 'unqualified'

export interface Total {
  weightedSum: Fraction
  applicableWeight: number
  total: Fraction | null
  display: string | null
  grade: Grade | null
}

const mean = (scores: readonly Fraction[]) => scale(scores.reduce(add, zero), 1, scores.length)

function gradeOf(total: Fraction, hasZeroTable: boolean): Grade {
  if (hasZeroTable || isBelow(total, 70))
    return 'unqualified'
  return isBelow(total, 80) ? 'qualified' : 'excellent'
}

/** Adds up the summary table of JGJ 59-2011 and grades it (domain.md B1, steps 5–8); compares exact values. */
export function gradeTotal(classes: readonly SummaryClass[]): Total {
  const present = classes.filter(({ scores }) => scores.length > 0)
  const weightedSum = present.map(({ scores, weight }) => scale(mean(scores), weight, 100)).reduce(add, zero)
  const applicableWeight = present.reduce((sum, { weight }) => sum + weight, 0)
  if (applicableWeight === 0)
    return { weightedSum, applicableWeight, total: null, display: null, grade: null }
  const total = scale(weightedSum, 100, applicableWeight)
  const hasZeroTable = present.some(({ scores }) => scores.some(score => score.numerator === 0n))
  return { weightedSum, applicableWeight, total, display: display(total), grade: gradeOf(total, hasZeroTable) }
}
