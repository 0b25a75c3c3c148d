/** Reads what an earlier check of a site found. */
import type { ChecklistVersion, PastCheck, SiteHistory } from '../store'

export interface Finding { key: string, name: string, note: string }

/** The items that did not conform, by the names that the lists on this phone give them, else by their numbers. */
export function nonconformingIn({ answers }: PastCheck, lists: readonly ChecklistVersion[]): Finding[] {
  const names = new Map(lists.flatMap(list => list.sections.flatMap(({ items }) =>
    items.map(({ id, name }) => [`${list.code}/${id}`, name] as const))))
  return Object.entries(answers).flatMap(([code, given]) =>
    Object.entries(given)
      .filter(([, { result }]) => result === 'nonconforming')
      .map(([itemId, { note }]) => ({ key: `${code}/${itemId}`, name: names.get(`${code}/${itemId}`) ?? itemId, note })))
}

/** What the last check that answered an item found wrong there: a hazard's words, or the note of the answer. */
export function findingAt(history: SiteHistory | null, code: string, itemId: string): { at: string, hazard: string, note: string } | null {
  const last = history?.checks.find(({ answers }) => answers[code]?.[itemId])
  const answer = last?.answers[code]?.[itemId]
  if (!last || answer?.result !== 'nonconforming')
    return null
  const hazard = last.hazards.find(({ item_id }) => item_id === itemId)?.description ?? ''
  return { at: last.submitted_at, hazard, note: answer.note }
}

/** The items of a list at which the last check that looked at them found something wrong. */
export function findingsOn(history: SiteHistory | null, list: Pick<ChecklistVersion, 'code' | 'sections'> | null): Set<string> {
  const ids = list && history ? list.sections.flatMap(({ items }) => items.map(({ id }) => id)) : []
  return new Set(ids.filter(id => findingAt(history, list!.code, id)))
}
