import type { HazardDetail, HazardState } from './queue'
import { api, body } from '../api'
import { edition, itemOf, needsReason } from './majors'

/** What an office does with a hazard, what it is possible from, and what is said with it. */
export const deeds = ['confirm', 'verify', 'close', 'return', 'assign', 'extend'] as const
export type Deed = (typeof deeds)[number]
export type Field = 'note' | 'reason' | 'due_on' | 'inspector_ids'
export interface Said { note: string, reason: string, due_on: string, inspector_ids: string[] }

const open = ['confirmed', 'returned', 'replied', 'verified'] as const satisfies readonly HazardState[]

const from: Record<Deed, readonly HazardState[]> = {
  confirm: ['reported'],
  verify: ['replied'],
  close: ['verified'],
  return: ['replied', 'verified'],
  assign: ['reported', ...open],
  extend: open,
}

export const fields: Record<Deed, readonly Field[]> = {
  confirm: ['note'],
  verify: ['note'],
  close: ['note'],
  return: ['reason'],
  assign: ['inspector_ids'],
  extend: ['due_on', 'reason'],
}

/** What waits for the office in a state; null where it waits for somebody else. */
export function mainDeed(state: HazardState): Deed | null {
  return (['confirm', 'verify', 'close'] as const).find(deed => from[deed].includes(state)) ?? null
}

/** Everything that may be done in a state, what waits for the office first. */
export const deedsFor = (state: HazardState): Deed[] => deeds.filter(deed => from[deed].includes(state))

/** Whether all that a deed must say is said. */
export function isSaid(deed: Deed, said: Said): boolean {
  return fields[deed].every(field => field === 'note' || said[field].length > 0)
}

const at = (id: string) => ({ params: { path: { hazard_id: id } } })

/** Does it to one hazard; refused when another has been quicker. */
export async function act(deed: Deed, id: string, { note, reason, due_on, inspector_ids }: Said): Promise<HazardDetail> {
  const calls: Record<Deed, () => Promise<HazardDetail>> = {
    confirm: async () => body(api.POST('/api/v1/hazards/{hazard_id}/confirm', { ...at(id), body: { note } })),
    verify: async () => body(api.POST('/api/v1/hazards/{hazard_id}/verify', { ...at(id), body: { note } })),
    close: async () => body(api.POST('/api/v1/hazards/{hazard_id}/close', { ...at(id), body: { note } })),
    return: async () => body(api.POST('/api/v1/hazards/{hazard_id}/return', { ...at(id), body: { reason } })),
    assign: async () => body(api.POST('/api/v1/hazards/{hazard_id}/assign', { ...at(id), body: { inspector_ids } })),
    extend: async () => body(api.POST('/api/v1/hazards/{hazard_id}/extend', { ...at(id), body: { due_on, reason } })),
  }
  return calls[deed]()
}

export interface Ruling { is_major: boolean, item_id: string | null, reason: string }

/** 重大隐患认定: whether an open hazard is major, by which item of the standard, and why. */
export async function determine(id: string, ruling: Ruling): Promise<HazardDetail> {
  return body(api.POST('/api/v1/hazards/{hazard_id}/determine', { ...at(id), body: { ...ruling, edition } }))
}

/** What a ruling still lacks; the item that is owed is named without a reason, whatever else is decided needs one. */
export function lacking({ is_major: before, determination }: Pick<HazardDetail, 'is_major' | 'determination'>, ruling: Partial<Ruling>): 'choice' | 'item' | 'reason' | null {
  if (ruling.is_major === undefined)
    return 'choice'
  const item = ruling.item_id ? itemOf(ruling.item_id) : null
  if (ruling.is_major && !item)
    return 'item'
  const suppliesOwed = ruling.is_major && before && !determination
  const isFree = suppliesOwed && item !== null && !needsReason(item)
  return isFree || ruling.reason?.trim() ? null : 'reason'
}

/** Asks whoever took a photo of a hazard for its original; asked again, it changes nothing. */
export async function askForOriginal(id: string, sha256: string): Promise<HazardDetail> {
  const path = { hazard_id: id, sha256 }
  return body(api.POST('/api/v1/hazards/{hazard_id}/photos/{sha256}/original/ask', { params: { path } }))
}

export interface Result { id: string, done: boolean, code: string | null }

/** The server takes as many at once. */
const most = 100

/** Does it to each of several hazards; one that is refused does not hold up the others. `tell` hears how many are through. */
export async function actOnAll(deed: Deed, ids: readonly string[], said: Said, tell: (n: number) => void = () => {}): Promise<Result[]> {
  const results: Result[] = []
  const told = Object.fromEntries(fields[deed].map(field => [field, said[field]]))
  for (let done = 0; done < ids.length; done += most) {
    const hazardIds = ids.slice(done, done + most)
    const answer = await body(api.POST('/api/v1/hazards/batch', { body: { deed, hazard_ids: hazardIds, ...told } }))
    results.push(...answer.results)
    tell(results.length)
  }
  return results
}

export const readInspectors = async () => body(api.GET('/api/v1/inspectors'))
