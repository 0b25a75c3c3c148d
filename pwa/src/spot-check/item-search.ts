/** Finds items of a list on the phone, as clauses are found: words in any order, Chinese written in one go. */
import type { ChecklistItem } from '../checklists'
import type { Quotable } from './clause-search'
import { searchClauses } from './clause-search'

interface Sought extends Quotable { item: ChecklistItem }

export interface FoundItems {
  /** The best first. */
  items: ChecklistItem[]
  /** No item holds every word: these hold some of them. */
  partly: boolean
}

// Of six hundred items each is looked at again at every letter; what is read of it is put together once.
const known = new WeakMap<ChecklistItem, Sought>()

function soughtIn(item: ChecklistItem): Sought {
  const { id, name, hint, clause } = item
  const sought = known.get(item) ?? { item, code: `${id}|${clause}`, title: name, text: hint, standard: '', major: false, unverified: item.unverified }
  known.set(item, sought)
  return sought
}

/** The items whose name, hint, clause or id hold every word of the query, or else the most of them; none without a query. */
export function searchItems(items: readonly ChecklistItem[], query: string): FoundItems {
  if (query.trim() === '')
    return { items: [], partly: false }
  const { clauses, partly } = searchClauses(items.map(soughtIn), query)
  return { items: clauses.map(({ item }) => item), partly }
}
