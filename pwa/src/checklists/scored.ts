import type { Answer, TableScore } from '../scoring'
import type { Answers, ChecklistSection } from './item'
import { scoreTable } from '../scoring'
import { itemsOf, kindOf } from './item'
import { shown } from './shown'

/** The score of a list's answers: only items that score count, and a hidden one is as one that does not apply. */
export function scored(sections: readonly ChecklistSection[], answers: Readonly<Answers>): TableScore {
  const items = itemsOf(sections)
  const asked = new Set(shown(items, answers))
  const gone = items.filter(item => !asked.has(item)).map(({ id }): [string, Answer] => [id, { result: 'not_applicable', deduction: 0 }])
  const table = sections.map(section => ({
    guarantee: section.guarantee,
    items: section.items.filter(item => kindOf(item) === 'score').map(({ id, points }) => ({ id, points: points ?? 0 })),
  }))
  return scoreTable({ sections: table }, { ...answers, ...Object.fromEntries(gone) })
}
