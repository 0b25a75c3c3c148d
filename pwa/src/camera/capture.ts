import type { MediaType } from '../store/commands'
import type { FileState, Photo, Store } from '../store/database'
import { StorageFull } from '../store/full'
import { newId } from '../store/ids'
import { dropPhoto, keepOriginal, keepRendition, readBytes, unfinishedPhotos, unsentFile } from '../store/photos'
import { queue } from '../sync/once'
import { sha256 } from './digest'
import { formatOf } from './format'
import { locate } from './position'
import { render } from './rendition'

async function fileOf(bytes: ArrayBuffer, mediaType: MediaType): Promise<FileState> {
  return { ...unsentFile, sha256: await sha256(bytes), size: bytes.byteLength, media_type: mediaType }
}

async function finishNow(store: Store, photo: Photo): Promise<Photo> {
  const bytes = await readBytes(store, photo.id, 'original')
  if (!bytes)
    throw new Error(`photo ${photo.id} has no original`)
  const format = formatOf(bytes)
  const original = format && await fileOf(bytes, format)
  const rendered = await render(bytes, photo.mediaType).catch(() => null)
  if (rendered)
    return keepFinished(store, { ...photo, original, rendition: await fileOf(rendered, 'image/jpeg'), state: 'ready' }, rendered)
  // This device cannot decode it, but the server may: the original then goes as its own rendition.
  if (original)
    return keepFinished(store, { ...photo, original: null, rendition: original, state: 'ready' }, bytes)
  return keepFinished(store, { ...photo, state: 'unreadable' }, null)
}

async function keepFinished(store: Store, photo: Photo, rendered: ArrayBuffer | null): Promise<Photo> {
  return keepRendition(store, photo, rendered)
}

// One decoded photo at a time: several at once kill the page on weak phones.
const inTurn = queue()
const finish = async (store: Store, photo: Photo) => inTurn(async () => finishNow(store, photo))

/** Who took it may have finished or dropped it by the time that it is its turn. */
async function finishIfLeft(store: Store, { id }: Photo): Promise<void> {
  await inTurn(async () => {
    const photo = await store.db.get('photos', id)
    if (photo?.state === 'taken')
      await finishNow(store, photo)
  })
}

/** A picture from the album is as old as its file at least; only a shutter tells the moment. */
function takenOf(file: Blob, source: Photo['source']): string {
  const now = Date.now()
  const written = source === 'album' && file instanceof File ? file.lastModified : now
  return new Date(Math.min(written, now)).toISOString()
}

/**
 * Takes a photo into the records of a check: the original bytes first, then hash, rendition and its hash, and the place.
 * Throws StorageFull, the file still in the caller's hands, when the phone has no room.
 */
export async function capture(store: Store, checkId: string, file: Blob, source: Photo['source']): Promise<Photo> {
  const takenAt = takenOf(file, source)
  // Where one stands now says nothing of a picture from the album.
  const position = source === 'camera' ? locate() : null
  const photo: Photo = {
    id: newId(),
    checkId,
    takenAt,
    source,
    position: null,
    state: 'taken',
    mediaType: file.type,
    rendition: null,
    original: null,
    promisedBy: null,
  }
  await keepOriginal(store, photo, await file.arrayBuffer())
  return finish(store, { ...photo, position: await position }).catch(async error => giveBack(store, photo, error))
}

// The caller still has the file and tries again: what is half kept would then be there twice.
async function giveBack(store: Store, photo: Photo, error: unknown): Promise<never> {
  if (error instanceof StorageFull)
    await dropPhoto(store, photo.id)
  throw error
}

/** One that cannot be read keeps no other from being finished; where there is no room there is none for the others. */
function passOver(error: unknown) {
  if (error instanceof StorageFull)
    throw error
  console.warn('a photo stays unfinished', error)
}

/** Finishes the photos that were taken when the app was killed; their place is not known any more. */
export async function finishLeftOver(store: Store): Promise<void> {
  for (const photo of await unfinishedPhotos(store))
    await finishIfLeft(store, photo).catch(passOver)
}

/**
 * Keeps a picture that was drawn on a copy of a photo, as a photo of its own. It was taken when and where its base was,
 * and has no larger original; the base is not touched. Drafts as in keepDrawing.
 */
export async function keepMarked(
  store: Store,
  base: Photo,
  image: Blob,
  draftsOf: (photo: Photo) => Record<string, unknown> = () => ({}),
): Promise<Photo> {
  if (!base.rendition)
    throw new Error(`photo ${base.id} has no rendition to be drawn on`)
  const bytes = await image.arrayBuffer()
  const { checkId, takenAt, source, position } = base
  const photo: Photo = {
    id: newId(),
    checkId,
    takenAt,
    source,
    position,
    state: 'ready',
    mediaType: 'image/jpeg',
    rendition: await fileOf(bytes, 'image/jpeg'),
    original: null,
    promisedBy: null,
    markedOf: base.rendition.sha256,
  }
  await keepRendition(store, photo, bytes, draftsOf(photo))
  return photo
}

/**
 * Keeps a small image that is drawn on this phone, such as a signature; it has no larger original.
 * The drafts that name it are kept in the same transaction: killed in between, nobody would know whose it is.
 */
export async function keepDrawing(
  store: Store,
  checkId: string,
  image: Blob,
  draftsOf: (photo: Photo) => Record<string, unknown> = () => ({}),
): Promise<Photo> {
  const bytes = await image.arrayBuffer()
  const photo: Photo = {
    id: newId(),
    checkId,
    takenAt: new Date().toISOString(),
    source: 'camera',
    position: null,
    state: 'ready',
    mediaType: 'image/png',
    rendition: await fileOf(bytes, 'image/png'),
    original: null,
    promisedBy: null,
  }
  await keepRendition(store, photo, bytes, draftsOf(photo))
  return photo
}
