import type { PhotoFile, PhotoPromise } from './commands'
import type { FileState, Photo, PhotoPart, Store } from './database'
import { write } from './database'
import { putDrafts, replacing } from './drafts'

const bytesKey = (photoId: string, part: PhotoPart) => `${photoId}/${part}`
export const unsentFile = { state: 'unsent', code: null, sentAt: null, attempts: 0 } as const

/** Keeps the original bytes at once, in a transaction of their own, before anything decodes them. */
export async function keepOriginal(store: Store, photo: Photo, bytes: ArrayBuffer): Promise<void> {
  await write(store, ['photos', 'bytes'], async (transaction) => {
    await transaction.objectStore('bytes').put(bytes, bytesKey(photo.id, 'original'))
    await transaction.objectStore('photos').put(photo)
  })
}

/**
 * Writes down what was learnt of a photo, with the bytes of its rendition and the drafts that name it; tells what is
 * kept of it. Once finished it stays as it is, whoever finishes it again: its hash may have been promised since.
 */
export async function keepRendition(
  store: Store,
  photo: Photo,
  bytes: ArrayBuffer | null,
  drafts: Record<string, unknown> = {},
): Promise<Photo> {
  return replacing(store, drafts, async () => write(store, ['photos', 'bytes', 'drafts'], async (transaction) => {
    const before = await transaction.objectStore('photos').get(photo.id)
    const isFinished = before !== undefined && before.state !== 'taken'
    // Only who took it knows where that was.
    const kept = isFinished ? { ...before, position: before.position ?? photo.position } : photo
    if (bytes && !isFinished)
      await transaction.objectStore('bytes').put(bytes, bytesKey(photo.id, 'rendition'))
    await transaction.objectStore('photos').put(kept)
    await putDrafts(store, transaction.objectStore('drafts'), drafts)
    return kept
  }))
}

export async function readBytes(store: Store, photoId: string, part: PhotoPart): Promise<ArrayBuffer | null> {
  return await store.db.get('bytes', bytesKey(photoId, part)) ?? null
}

export async function photosOf(store: Store, checkId: string): Promise<Photo[]> {
  return store.db.getAllFromIndex('photos', 'check', checkId)
}

/** Photos whose app was killed between the shutter and the rendition. */
export async function unfinishedPhotos(store: Store): Promise<Photo[]> {
  return store.db.getAllFromIndex('photos', 'state', 'taken')
}

const inState = (state: FileState['state']) => IDBKeyRange.bound([state], [state, []])

/** The promised photos whose rendition or original is in one state, the first taken first. */
export async function photosIn(store: Store, part: PhotoPart, state: FileState['state']): Promise<Photo[]> {
  return store.db.getAllFromIndex('photos', part, inState(state))
}

/** How many they are; no photo is read for it. */
export async function countIn(store: Store, part: PhotoPart, state: FileState['state']): Promise<number> {
  return store.db.countFromIndex('photos', part, inState(state))
}

/** When the first of the renditions that the server is owed was taken. */
export async function oldestOwed(store: Store): Promise<string | undefined> {
  const first = await store.db.transaction('photos').store.index('rendition').openKeyCursor(inState('unsent'))
  return first?.key[1]
}

/** Offers a refused photo again, or its original, after its person has looked at why. */
export async function sendAgain(store: Store, photoId: string, part: PhotoPart = 'rendition'): Promise<void> {
  await noteFile(store, { photoId, part }, () => unsentFile)
}

/** Takes back a photo that no command has promised yet. */
export async function dropPhoto(store: Store, photoId: string): Promise<void> {
  await write(store, ['photos', 'bytes'], async (transaction) => {
    const photo = await transaction.objectStore('photos').get(photoId)
    if (photo?.promisedBy)
      throw new Error(`photo ${photoId} is promised to the server`)
    await transaction.objectStore('photos').delete(photoId)
    await transaction.objectStore('bytes').delete(bytesKey(photoId, 'original'))
    await transaction.objectStore('bytes').delete(bytesKey(photoId, 'rendition'))
  })
}

const fileOf = ({ sha256, size, media_type }: PhotoFile): PhotoFile => ({ sha256, size, media_type })

/** The promise that a command makes of a finished photo. */
export function promiseOf(photo: Photo): PhotoPromise {
  if (!photo.rendition)
    throw new Error(`photo ${photo.id} has no rendition yet`)
  return {
    ...fileOf(photo.rendition),
    original: photo.original && fileOf(photo.original),
    taken_at: photo.takenAt,
    source: photo.source,
    position: photo.position,
    ...photo.markedOf === undefined ? {} : { marked_of: photo.markedOf },
  }
}

export interface Sendable { photoId: string, part: PhotoPart, file: FileState }

/** Stands for a promise that the server took without a command of the outbox: a reply at the desk. */
const atOnce = 'at-once'

/** Notes that the server has been promised these photos; `drafts` as in `keep`. */
export async function notePromised(store: Store, photos: readonly Photo[], drafts: Record<string, unknown>): Promise<void> {
  await replacing(store, drafts, async () => write(store, ['photos', 'drafts'], async (transaction) => {
    await putDrafts(store, transaction.objectStore('drafts'), drafts)
    for (const photo of photos)
      await transaction.objectStore('photos').put({ ...photo, promisedBy: atOnce })
  }))
}

async function isAccepted(store: Store, commandId: string): Promise<boolean> {
  return commandId === atOnce || (await store.db.get('outbox', commandId))?.state === 'accepted'
}

/** The promises among these that the server has taken. */
async function acceptedAmong(store: Store, photos: readonly Photo[]): Promise<Set<string | null>> {
  const accepted = new Set<string | null>()
  for (const commandId of new Set(photos.map(({ promisedBy }) => promisedBy))) {
    if (commandId !== null && await isAccepted(store, commandId))
      accepted.add(commandId)
  }
  return accepted
}

/** What the server is owed of one part and may be sent now: what seldom failed first, then the oldest. */
export async function sendableOf(store: Store, part: PhotoPart): Promise<Sendable[]> {
  const owed = await photosIn(store, part, 'unsent')
  // Before its promise is accepted the server would not know what to do with it.
  const accepted = await acceptedAmong(store, owed)
  const sendable = owed.flatMap(({ id, promisedBy, [part]: file }) =>
    (file && accepted.has(promisedBy) ? [{ photoId: id, part, file }] : []))
  // Those that failed as often stay in the order in which they were taken.
  return sendable.sort((a, b) => a.file.attempts - b.file.attempts)
}

/** Writes down how sending one file went. */
export async function noteFile(
  store: Store,
  { photoId, part }: Pick<Sendable, 'photoId' | 'part'>,
  change: (file: FileState) => Partial<FileState>,
): Promise<void> {
  await write(store, ['photos'], async (transaction) => {
    const photos = transaction.objectStore('photos')
    const photo = await photos.get(photoId)
    const file = photo?.[part]
    if (photo && file)
      await photos.put({ ...photo, [part]: { ...file, ...change(file) } })
  })
}
