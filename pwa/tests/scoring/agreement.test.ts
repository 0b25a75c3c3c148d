// @vitest-environment node
import type { ClassOfSite, Fraction, TableOfSite } from '../../src/scoring'
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { scoreSite } from '../../src/scoring'

/** The office's program makes the cases, and says what it gives for them. */
const house = fileURLToPath(new URL('../../..', import.meta.url))
const printed = execFileSync('.venv/bin/python', ['-m', 'tests.checklists.cases', '500'], { cwd: house, maxBuffer: 2 ** 28 })
interface Case {
  answers: Parameters<typeof scoreSite>[2]
  expect: { tables: Record<string, string>, total: string | null, display: string | null, grade: string | null }
}
const { tables, classes, cases } = JSON.parse(printed.toString()) as { tables: TableOfSite[], classes: ClassOfSite[], cases: Case[] }

const exact = (value: Fraction | null) => value && `${value.numerator}/${value.denominator}`

it('scores and grades sites as the office does, on answers made by chance', () => {
  const grades = new Set<string | null>()
  for (const { answers, expect: expected } of cases) {
    const { tables: scores, total } = scoreSite(tables, classes, answers)
    const values = Object.entries(scores).flatMap(([id, { score }]) => (score ? [[id, exact(score)]] : []))
    expect({ tables: Object.fromEntries(values), total: exact(total.total), display: total.display, grade: total.grade }).toEqual(expected)
    grades.add(expected.grade)
  }
  expect([...grades].sort()).toEqual(['excellent', 'qualified', 'unqualified', null].sort())
})
