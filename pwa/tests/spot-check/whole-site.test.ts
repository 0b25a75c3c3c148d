import type { Answers } from '../../src/checklists'
import type { ChecklistVersion, PastCheck, SiteHistory } from '../../src/store'
import { describe, expect, it } from 'vitest'
import { findingAt } from '../../src/spot-check/past'
import { gradesOf } from '../../src/spot-check/record'
import { scoredList, work } from './records'

function table(id: string, classId: string, weight: number): ChecklistVersion {
  const scheme = { standard: 'jgj59-2011', class_id: classId, class_name: classId, weight }
  return { ...scoredList, id, code: id, split: false, scheme, sections: scoredList.sections.map(section => ({ ...section, guarantee: false })) }
}

const off = (points: number): Answers => ({ 'B1-1': { result: 'nonconforming', deduction: points, note: '' } })
const lists = [table('a', 'safety', 10), table('b', 'scaffold', 15), table('c', 'scaffold', 15), table('d', 'hoist', 10)]
function grades(sheets: Record<string, Answers>) {
  const changed = { at: null, changed: false }
  const said = Object.entries(sheets).map(([id, answers]) => [id, { answers, ...changed }])
  return gradesOf({ lists, work: work({ sheets: Object.fromEntries(said) }) })
}

describe('a whole site', () => {
  it('is graded by the tables that were answered: the mean of a class, by the weight of the class', () => {
    // 80 × 10 + (90 + 60) / 2 × 15, over 25
    expect(grades({ a: off(4), b: off(2), c: off(8) })).toEqual([{ standard: 'jgj59-2011', tables: 3, score: '77.0', grade: 'qualified' }])
    expect(grades({})).toEqual([])
  })

  it('is not graded under a standard that its lists are no tables of', () => {
    expect(gradesOf({ lists: [{ ...scoredList, scheme: null }], work: work() })).toEqual([])
  })
})

function past(submitted_at: string, answers: Answers, hazards: PastCheck['hazards'] = []) {
  return { id: submitted_at, submitted_at, answers: { B1: answers }, hazards } as unknown as PastCheck
}
const history = (...checks: PastCheck[]) => ({ checks } as SiteHistory)
const wrong: Answers = { x: { result: 'nonconforming', deduction: 2, note: '未签字' } }
const right: Answers = { x: { result: 'conforming', deduction: 0, note: '' } }

describe('what was found at an item before', () => {
  it('is what the last check that looked at it found, with the hazard in its words', () => {
    const hazards = [{ item_id: 'x', description: '围挡破损' }] as PastCheck['hazards']
    const found = findingAt(history(past('2026-10-12T02:00:00Z', wrong, hazards), past('2026-08-01T02:00:00Z', right)), 'B1', 'x')
    expect(found).toEqual({ at: '2026-10-12T02:00:00Z', hazard: '围挡破损', note: '未签字' })
  })

  it('is nothing where it was in order since, or on another list', () => {
    const all = history(past('2026-10-12T02:00:00Z', right), past('2026-08-01T02:00:00Z', wrong))
    expect([findingAt(all, 'B1', 'x'), findingAt(all, 'B2', 'x'), findingAt(null, 'B1', 'x')]).toEqual([null, null, null])
  })
})
