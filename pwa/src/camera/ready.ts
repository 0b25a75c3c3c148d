import type { Photo, Store } from '../store/database'
import { photosOf } from '../store/photos'
import { finishLeftOver } from './capture'

/** A photo that nothing can be read of: it must be taken away before the rest is promised. */
export class PhotoUnreadable extends Error {
  override readonly name = 'PhotoUnreadable'
}

async function readInOrder(store: Store, checkId: string, photoIds: readonly string[]): Promise<Photo[]> {
  const photos = await photosOf(store, checkId)
  return photoIds.flatMap(id => photos.find(photo => photo.id === id) ?? [])
}

/**
 * The photos of a draft as the records have them at this moment, each with a rendition: what a page shows may be older,
 * and a report would leave without the photo that was taken last. Finishes what a killed page left half done.
 * Throws PhotoUnreadable, and StorageFull as `capture` does.
 */
export async function readyPhotos(store: Store, checkId: string, photoIds: readonly string[]): Promise<Photo[]> {
  if ((await readInOrder(store, checkId, photoIds)).some(({ state }) => state === 'taken'))
    await finishLeftOver(store)
  const photos = await readInOrder(store, checkId, photoIds)
  if (photos.some(({ state }) => state !== 'ready'))
    throw new PhotoUnreadable('a photo of this draft cannot be read')
  return photos
}
