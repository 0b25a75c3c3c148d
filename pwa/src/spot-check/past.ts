/** Reads what an earlier check of a site found. */
import type { ChecklistVersion, PastCheck } from '../store'

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
