import type { Answer, ScoredTable, SiteScore, TableScore } from '../scoring'
import type { Answers, ChecklistItem, ChecklistSection } from './item'
import { scoreSite, scoreTable } from '../scoring'
import { itemsOf, kindOf } from './item'
import { shown } from './shown'

/** How a table counts in a whole site: its class in the standard's summary, and what that weighs. */
export interface Scheme { standard: string, class_id: string, class_name: string, weight: number }

/** A list that counts in a whole site, and what was answered to it. */
export interface ListOfSite { id: string, scheme: Scheme, sections: readonly ChecklistSection[], answers: Readonly<Answers> }

// A list of 600 items is scored anew at each answer; its points are the same every time.
const tables = new WeakMap<readonly ChecklistSection[], ScoredTable>()

/** Only items that score count. */
export function tableOf(sections: readonly ChecklistSection[]): ScoredTable {
  const table = tables.get(sections) ?? {
    sections: sections.map(({ guarantee, items }) => ({
      guarantee,
      items: items.filter(item => kindOf(item) === 'score').map(({ id, points }) => ({ id, points: points ?? 0 })),
    })),
  }
  tables.set(sections, table)
  return table
}

/** The answers, with each item that a condition hides as one that does not apply; `asked` are the others. */
export function withoutHidden(sections: readonly ChecklistSection[], answers: Readonly<Answers>, asked: readonly ChecklistItem[]): Readonly<Record<string, Answer>> {
  const items = itemsOf(sections)
  if (asked.length === items.length)
    return answers
  const known = new Set(asked)
  const gone = items.filter(item => !known.has(item)).map(({ id }): [string, Answer] => [id, { result: 'not_applicable', deduction: 0 }])
  return { ...answers, ...Object.fromEntries(gone) }
}

/** The items that a list asks for as it is answered. */
const askedIn = (sections: readonly ChecklistSection[], answers: Readonly<Answers>) => shown(itemsOf(sections), answers)

/** The score of a list's answers; `asked` are the items that it asks for by them, where that is known already. */
export function scored(sections: readonly ChecklistSection[], answers: Readonly<Answers>, asked: readonly ChecklistItem[] = askedIn(sections, answers)): TableScore {
  return scoreTable(tableOf(sections), withoutHidden(sections, answers, asked))
}

/** The score and grade of a site under the standard that these lists are the tables of; those not answered are missing. */
export function scoredSite(lists: readonly ListOfSite[]): SiteScore {
  const answered = lists.filter(({ answers }) => Object.keys(answers).length > 0)
  const tables = lists.map(({ id, scheme, sections }) => ({ id, classId: scheme.class_id, ...tableOf(sections) }))
  const weights = new Map(lists.map(({ scheme }) => [scheme.class_id, scheme.weight]))
  const classes = [...weights].map(([id, weight]) => ({ id, weight }))
  const answers = answered.map(({ id, sections, answers }) => [id, withoutHidden(sections, answers, askedIn(sections, answers))])
  return scoreSite(tables, classes, Object.fromEntries(answers))
}
