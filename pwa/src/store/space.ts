import type { Photo, Store } from './database'
import { batchesOf } from './batches'
import { spokenBy } from './last-words'

/** Below this many free bytes the person is told: a day of checks with some hundred photos. */
const tellBelow = 500_000_000
/** Below this many the person is warned: about forty photos. */
const warnBelow = 200_000_000

export interface Space {
  /** Whether the browser promised not to clear our records by itself. */
  persistent: boolean
  usedBytes: number
  freeBytes: number
  /** Less than a day's work fits. */
  isTight: boolean
  isLow: boolean
}

/** Asks the browser to keep our records even when the phone runs short; answers whether it promised. */
export async function askToPersist(): Promise<boolean> {
  return await navigator.storage?.persist?.() ?? false
}

/** How much room is left; null where the browser does not tell. */
export async function readSpace(): Promise<Space | null> {
  const estimate = await navigator.storage?.estimate?.()
  if (estimate?.quota === undefined || estimate.usage === undefined)
    return null
  const freeBytes = estimate.quota - estimate.usage
  const persistent = await navigator.storage.persisted()
  return { persistent, usedBytes: estimate.usage, freeBytes, isTight: freeBytes < tellBelow, isLow: freeBytes < warnBelow }
}

/** Whether something on this phone exists nowhere else: unsent or refused commands, drafts, photos. */
export async function holdsWork(store: Store): Promise<boolean> {
  const counts = await Promise.all([
    store.db.countFromIndex('outbox', 'queue', IDBKeyRange.bound(['unsent', 0], ['unsent', Infinity])),
    store.db.countFromIndex('outbox', 'queue', IDBKeyRange.bound(['refused', 0], ['refused', Infinity])),
    store.db.count('drafts'),
  ])
  // Another tab may have gone with a word that nobody has taken up yet.
  return store.unsaved.size > 0 || spokenBy(store.personId).length > 0 || counts.some(count => count > 0) || await holdsPhotos(store)
}

const isOnlyHere = ({ state, rendition, original }: Photo) =>
  state !== 'ready' || rendition?.state !== 'sent' || (original !== null && original.state !== 'sent')

async function holdsPhotos(store: Store): Promise<boolean> {
  for await (const photos of batchesOf(store, 'photos')) {
    if (photos.some(isOnlyHere))
      return true
  }
  return false
}
