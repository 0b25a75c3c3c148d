import type { EntryDetails, ItemListEntry, NewEntry } from './registers'

/** What the desk's form holds of an entry, '' where nothing is chosen yet. */
export interface EntrySaid extends Omit<Required<NewEntry>, 'valid_from' | 'kind'> {
  kind: NewEntry['kind'] | ''
  valid_from: string
}

export const texts = ['name', 'object', 'ratio', 'frequency', 'method'] as const
export const areas = ['legal_basis', 'content'] as const
export const longest = { name: 200, legal_basis: 2000, object: 200, ratio: 100, frequency: 100, method: 100, content: 5000 } as const
export const kinds = ['general', 'key'] as const satisfies readonly NewEntry['kind'][]

/** The form as the list has it; a new one empty, for the office of who enters it. */
export function saidOf(entry: ItemListEntry | null, agency: string): EntrySaid {
  if (!entry)
    return { number: '', name: '', kind: '', legal_basis: '', agency_id: agency, object: '', ratio: '', frequency: '', method: '', content: '', checklist_codes: [], valid_from: '' }
  const { number, name, kind, legal_basis, agency_id, object, ratio, frequency, method, content, checklists } = entry
  return { number, name, kind, legal_basis, agency_id, object, ratio, frequency, method, content, checklist_codes: checklists.map(({ code }) => code), valid_from: '' }
}

/** What goes to the server, without a number: that of an entry stays. */
export function detailsOf({ number: _, kind, valid_from, ...said }: EntrySaid): EntryDetails {
  const trimmed = Object.fromEntries([...texts, ...areas].map(name => [name, said[name].trim()]))
  return { ...said, ...trimmed, kind: kind as EntryDetails['kind'], valid_from: valid_from || null }
}

export const newEntryOf = (said: EntrySaid): NewEntry => ({ ...detailsOf(said), number: said.number.trim() })

/** Where a version stands, today being `date`: only the newest has no last day. */
export function standingOf({ valid_from, valid_to, ended_reason }: Pick<ItemListEntry, 'valid_from' | 'valid_to' | 'ended_reason'>, date: string): 'over' | 'overtaken' | 'coming' | 'now' {
  if (ended_reason !== null)
    return valid_to !== null && valid_to >= date ? 'now' : 'over'
  if (valid_to !== null)
    return 'overtaken'
  return valid_from > date ? 'coming' : 'now'
}
