// @vitest-environment node
import type { Answers, ChecklistSection } from '../../src/checklists'
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { badReadings, isComplete, isJudged, itemsOf, missing, resultOf, scored, shown } from '../../src/checklists'

/** The office's program makes the cases, and says what it finds of them. */
const house = fileURLToPath(new URL('../../..', import.meta.url))
const printed = execFileSync('.venv/bin/python', ['-m', 'tests.checklists.answers', '400'], { cwd: house, maxBuffer: 2 ** 28 })
interface Expected { shown: string[], complete: string[], missing: string[], score: { display: string } | null, bad: Record<string, boolean[]> }
const { sections, cases } = JSON.parse(printed.toString()) as { sections: ChecklistSection[], cases: { answers: Answers, expect: Expected }[] }
const items = itemsOf(sections)
const idsOf = (some: readonly { id: string }[]) => some.map(({ id }) => id)

it('says of answers made by chance what the office says', () => {
  const results = new Map<string, Set<string>>()
  for (const { answers, expect: expected } of cases) {
    expect(idsOf(shown(items, answers))).toEqual(expected.shown)
    expect(idsOf(items.filter(item => isComplete(item, answers[item.id])))).toEqual(expected.complete)
    expect(idsOf(missing(items, answers))).toEqual(expected.missing)
    expect(scored(sections, answers).display).toBe(expected.score?.display ?? null)
    for (const item of items) {
      const answer = answers[item.id]
      if (item.measure && answer?.given)
        expect(badReadings(item.measure, answer.given.readings!)).toEqual(expected.bad[item.id])
      if (!answer?.given || isJudged(item))
        continue
      expect(resultOf(item, answer.given), JSON.stringify([item, answer])).toBe(answer.result)
      results.set(item.id, (results.get(item.id) ?? new Set()).add(answer.result))
    }
  }
  // Chance has met both sides of every limit.
  for (const id of ['m', 'm2', 'm3', 'm4', 'n', 'n2', 'n4', 'c'])
    expect([...results.get(id)!]).toEqual(expect.arrayContaining(['conforming', 'nonconforming']))
})
