// @vitest-environment node
import type { ChecklistItem, Condition } from '../../src/checklists'
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { parsed, WordingError, written } from '../../src/checklists'

/** The office's program makes the texts, and says what it reads in them. */
const house = fileURLToPath(new URL('../../..', import.meta.url))
const printed = execFileSync('.venv/bin/python', ['-m', 'tests.checklists.wordings', '1500'], { cwd: house, maxBuffer: 2 ** 28 })
interface Case { text: string, condition?: Condition, written?: string, part?: string }
const { items, cases } = JSON.parse(printed.toString()) as { items: ChecklistItem[], cases: Case[] }
const before = new Map(items.map(item => [item.id, item]))

function read(text: string): Omit<Case, 'text'> {
  try {
    const condition = parsed(text, before)
    return { condition, written: written(condition) }
  }
  catch (thrown) {
    if (thrown instanceof WordingError)
      return { part: thrown.part }
    throw thrown
  }
}

it('reads and writes conditions as the office does, and stumbles over the same part', () => {
  for (const { text, ...expected } of cases)
    expect({ text, ...read(text) }).toEqual({ text, ...expected })
  const read1 = cases.filter(({ condition }) => condition)
  // Chance has met both, and each question.
  expect(read1.length).toBeGreaterThan(300)
  expect(cases.length - read1.length).toBeGreaterThan(300)
  for (const name of ['all', 'any', 'not', 'is', 'chosen', 'at_least', 'at_most', 'answered'])
    expect(JSON.stringify(read1)).toContain(`"${name}":`)
})

it('gives back what it wrote', () => {
  const condition: Condition = { any: [{ item: 'n', at_least: 2 }, { not: { item: '塔', chosen: 'a b' } }] }
  expect(written(condition)).toBe('{n} >= 2 或 (非 {塔} 含 "a b")')
  expect(parsed(written(condition), before)).toEqual(condition)
})
