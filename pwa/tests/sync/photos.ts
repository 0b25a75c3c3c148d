/** Photos whose originals are larger than what is shown of them. */
import type { Photo, Store } from '../../src/store'
import { keep, newId, photosOf } from '../../src/store'
import { keepOriginal, noteFile, unsentFile } from '../../src/store/photos'
import { aHazard, aPhoto } from '../builders'

/** Promised to nobody yet. */
export async function aPhotoWithOriginal(store: Store, checkId = newId(), size = 3): Promise<Photo> {
  const taken = await aPhoto(store, checkId)
  const photo: Photo = { ...taken, original: { ...unsentFile, sha256: newId(), size, media_type: 'image/jpeg' } }
  await keepOriginal(store, photo, new Uint8Array(size).fill(1).buffer)
  return photo
}

/** Promised by a hazard in the outbox. */
export async function aKeptPhotoWithOriginal(store: Store, size = 3): Promise<Photo> {
  const photo = await aPhotoWithOriginal(store, newId(), size)
  await keep(store, [aHazard(photo.checkId, [photo])])
  return photo
}

/** The record of a photo as it is now. */
export async function asKept(store: Store, { id, checkId }: Photo): Promise<Photo | undefined> {
  return (await photosOf(store, checkId)).find(photo => photo.id === id)
}

/** Notes that the server has the rendition, as sending it would. */
export async function noteSent(store: Store, { id }: Photo, sentAt = new Date().toISOString()): Promise<void> {
  await noteFile(store, { photoId: id, part: 'rendition' }, () => ({ state: 'sent', sentAt }))
}
