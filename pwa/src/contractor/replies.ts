import type { HazardBrief, HazardDetail, HazardPage } from '../hazards/queue'
import type { Photo, Store } from '../store'
import { api, body } from '../api'
import { finishLeftOver } from '../camera'
import { given, oneOf } from '../desk/filters'
import { loadDraft, photosOf, promiseOf, saveDraft } from '../store'
import { notePromised } from '../store/photos'

/** The reply to a hazard while it is written; every change is on this device at once. */
export interface Reply { note: string, photoIds: string[] }

const draftKey = (hazardId: string) => `reply/${hazardId}`
const waiting: ReadonlySet<HazardBrief['state']> = new Set(['confirmed', 'returned'])
export const later = ['replied', 'verified', 'closed'] as const satisfies readonly HazardBrief['state'][]

/** Which of the unit's hazards; without a state those that wait for its reply. */
export const readFilters = (query: Record<string, unknown>) => given({ state: oneOf(later, query.state) })
export type Filters = ReturnType<typeof readFilters>

export const waitsForReply = ({ state }: Pick<HazardBrief, 'state'>) => waiting.has(state)

export async function readReplies(filters: Filters, after?: string, limit?: number): Promise<HazardPage> {
  const which = filters.state ? filters : { waiting: 'mine' as const }
  return body(api.GET('/api/v1/hazards', { params: { query: { ...which, ...given({ after, limit }) } } }))
}

/** Photos of a hazard that nobody has promised yet: the draft's, and those whose page was closed before the draft knew. */
export async function freePhotos(store: Store, hazardId: string): Promise<Photo[]> {
  return (await photosOf(store, hazardId)).filter(({ promisedBy }) => promisedBy === null)
}

export async function loadReply(store: Store, hazardId: string): Promise<Reply> {
  const [kept, free] = await Promise.all([loadDraft<Reply>(store, draftKey(hazardId)), freePhotos(store, hazardId)])
  return { note: kept?.note ?? '', photoIds: free.map(({ id }) => id) }
}

export const saveReply = async (store: Store, hazardId: string, reply: Reply) => saveDraft(store, draftKey(hazardId), reply)

/** Replies: the server takes the words and is promised the photos, whose bytes follow. */
export async function sendReply(store: Store, hazardId: string, note: string): Promise<HazardDetail> {
  // A page that was closed leaves photos behind that are not made smaller yet: none goes without them.
  if ((await freePhotos(store, hazardId)).some(({ rendition }) => rendition === null))
    await finishLeftOver(store)
  const photos = (await freePhotos(store, hazardId)).filter(({ rendition }) => rendition !== null)
  const path = { hazard_id: hazardId }
  const answer = await body(api.POST('/api/v1/hazards/{hazard_id}/reply', { params: { path }, body: { note, photos: photos.map(promiseOf) } }))
  await notePromised(store, photos, { [draftKey(hazardId)]: null })
  return answer
}

/** A reply whose answer was lost: the server names our photos already, so they are owed and not to be replied with again. */
export async function settleReply(store: Store, hazard: HazardDetail): Promise<void> {
  if (waitsForReply(hazard))
    return
  const known = new Set(hazard.after_photos.map(({ sha256 }) => sha256))
  const owed = (await freePhotos(store, hazard.id)).filter(({ rendition }) => rendition && known.has(rendition.sha256))
  if (owed.length > 0 || await loadDraft(store, draftKey(hazard.id)))
    await notePromised(store, owed, { [draftKey(hazard.id)]: null })
}

export interface Progress {
  sent: number
  all: number
  /** The photos that the server refused. */
  refused: string[]
  /** How many originals are still to follow; the reply does not wait for them. */
  originals: number
}

/** How far the promised photos of a hazard have come from this device. */
export function progressOf(photos: readonly Photo[]): Progress {
  const owed = photos.filter(({ promisedBy }) => promisedBy !== null)
  const files = owed.flatMap(({ rendition }) => rendition ?? [])
  return {
    sent: files.filter(({ state }) => state === 'sent').length,
    all: files.length,
    refused: owed.filter(({ rendition }) => rendition?.state === 'refused').map(({ id }) => id),
    originals: owed.filter(({ original }) => original?.state === 'unsent').length,
  }
}
