import type { Fraction } from '../../src/scoring'
import { describe, expect, it } from 'vitest'
import vectors from '../../../tests/vectors/scoring.json'
import { fraction, gradeTotal, scoreTable } from '../../src/scoring'

const written = (value: Fraction | null) => value && `${value.numerator}/${value.denominator}`

function read(text: string): Fraction {
  const [numerator = '', denominator = ''] = text.split('/')
  return fraction(BigInt(numerator), BigInt(denominator))
}

describe('a JGJ 59 table scores as the shared vectors say', () => {
  it.each(vectors.tables)('$name', ({ table, answers, expect: expected }) => {
    const scored = scoreTable(table, answers as Parameters<typeof scoreTable>[1])
    expect({
      obtained: scored.obtained,
      full: scored.full,
      guarantee_obtained: scored.guaranteeObtained,
      guarantee_full: scored.guaranteeFull,
      unanswered: scored.unanswered,
      score: written(scored.score),
      display: scored.display,
      zeroed_because: scored.zeroedBecause,
    }).toEqual(expected)
  })
})

describe('a site is graded as the shared vectors say', () => {
  it.each(vectors.totals)('$name', ({ classes, expect: expected }) => {
    const graded = gradeTotal(classes.map(({ id, weight, scores }) => ({ id, weight, scores: (scores as string[]).map(read) })))
    expect({
      weighted_sum: written(graded.weightedSum),
      applicable_weight: graded.applicableWeight,
      total: written(graded.total),
      display: graded.display,
      grade: graded.grade,
    }).toEqual(expected)
  })
})
