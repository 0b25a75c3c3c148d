import type { Answer, ScoredTable } from '../../src/scoring'
import { expect, it } from 'vitest'
import { isBelow, passLine, scoreTable, shortfallOf } from '../../src/scoring'

/** Six guarantee items and four others of ten points, as most tables of JGJ 59 have them. */
const split: ScoredTable = {
  sections: [
    { guarantee: true, items: Array.from({ length: 6 }, (_, n) => ({ id: `g${n + 1}`, points: 10 })) },
    { guarantee: false, items: Array.from({ length: 4 }, (_, n) => ({ id: `n${n + 1}`, points: 10 })) },
  ],
}
/** 表 B.13 and B.19: no guarantee items. */
const unsplit: ScoredTable = { sections: split.sections.map(section => ({ ...section, guarantee: false })) }

type Given = Record<string, number | 'na'>
function said(given: Given): Record<string, Answer> {
  return Object.fromEntries(Object.entries(given).map(([id, off]): [string, Answer] =>
    [id, off === 'na' ? { result: 'not_applicable', deduction: 0 } : { result: 'nonconforming', deduction: off }]))
}
const short = (table: ScoredTable, given: Given) => shortfallOf(table, said(given))

const exactly40 = { g1: 5, g2: 5, g3: 5, g4: 5 }
const all = [...split.sections.flatMap(({ items }) => items)]

it('lacks nothing at exactly 70, and one point below it', () => {
  const at70 = { n1: 10, n2: 10, n3: 10 }
  expect(short(split, at70)).toEqual({ points: 0, spare: 0, zeroItems: [], guaranteePoints: 0 })
  expect(short(split, { ...at70, n4: 1 })).toMatchObject({ points: 1, spare: 0 })
  expect(short(split, { n1: 10, n2: 10, n3: 9 })).toMatchObject({ points: 0, spare: 1 })
})

it('lacks nothing of the guarantee items at exactly 40, and one point below it', () => {
  expect(short(split, exactly40)).toEqual({ points: 0, spare: 10, zeroItems: [], guaranteePoints: 0 })
  expect(short(split, { ...exactly40, g5: 1 })).toMatchObject({ guaranteePoints: 1, zeroItems: [], points: 0 })
})

it('names every guarantee item that lost all of its points, however much is left of the table', () => {
  expect(short(split, { g2: 10, g5: 12, n1: 10 })).toEqual({ points: 0, spare: 0, zeroItems: ['g2', 'g5'], guaranteePoints: 0 })
})

it('takes the same ratio of what applies: 67 of 95 is above the line, 66 is not', () => {
  const table: ScoredTable = { sections: [{ guarantee: false, items: [...Array.from({ length: 9 }, (_, n) => ({ id: `x${n}`, points: 10 })), { id: 'y', points: 5 }] }] }
  expect(short(table, { x0: 10, x1: 10, x2: 8 })).toMatchObject({ points: 0, spare: 0 })
  expect(short(table, { x0: 10, x1: 10, x2: 9 })).toMatchObject({ points: 1, spare: 0 })
  // Three guarantee items apply: 20 of 30 is 40 of 60.
  const half: Given = { g4: 'na', g5: 'na', g6: 'na' }
  expect(short(split, { ...half, g1: 5, g2: 5 })).toMatchObject({ guaranteePoints: 0 })
  expect(short(split, { ...half, g1: 5, g2: 6 })).toMatchObject({ guaranteePoints: 1 })
})

it('asks for no guarantee points where no guarantee item applies, and says nothing where nothing applies', () => {
  const guarantee = Object.fromEntries(split.sections[0]!.items.map(({ id }) => [id, 'na' as const]))
  expect(short(split, { ...guarantee, n1: 10 })).toEqual({ points: 0, spare: 2, zeroItems: [], guaranteePoints: 0 })
  expect(short(split, Object.fromEntries(all.map(({ id }) => [id, 'na' as const])))).toBeNull()
})

it('knows no guarantee items in a table without them', () => {
  expect(short(unsplit, { g1: 10, g2: 10, g3: 10 })).toEqual({ points: 0, spare: 0, zeroItems: [], guaranteePoints: 0 })
})

/** Small numbers by chance, the same at every run. */
function* chance(seed: number) {
  for (let state = seed; ; state = (state * 48271) % 2147483647)
    yield state % 12
}

it('says of any answers what makes the table pass, and that one point less does not', () => {
  const numbers = chance(590)
  const next = () => numbers.next().value!
  for (let round = 0; round < 400; round++) {
    const given = Object.fromEntries(all.map(({ id }) => [id, next() === 11 ? 'na' as const : next()]))
    const score = scoreTable(split, said(given))
    const found = shortfallOf(split, said(given), score)
    if (!found) {
      expect(score.score).toBeNull()
      continue
    }
    const isPass = (more: number) => 100 * (score.obtained + more) >= passLine * score.full
    expect([isPass(found.points), found.points === 0 || isPass(found.points - 1)]).toEqual([true, found.points === 0])
    expect(found.points > 0 ? found.spare === 0 : isPass(-found.spare) && !isPass(-found.spare - 1)).toBe(true)
    expect(score.zeroedBecause !== null).toBe(found.zeroItems.length > 0 || found.guaranteePoints > 0)
    expect(isBelow(score.score!, passLine)).toBe(found.points > 0 || score.zeroedBecause !== null)
  }
})
