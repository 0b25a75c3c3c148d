import type { Photo, Store } from '../../src/store'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { PhotoUnreadable, readyPhotos } from '../../src/camera'
import { newId } from '../../src/store'
import { keepOriginal } from '../../src/store/photos'
import { aPhoto, aStore } from '../builders'
import 'fake-indexeddb/auto'

const checkId = newId()
let store: Store

beforeEach(async () => {
  store = await aStore()
})
afterEach(() => vi.unstubAllGlobals())

/** A photo whose page was killed between shutter and rendition. */
async function aHalfDone(bytes: number[]): Promise<Photo> {
  const photo: Photo = { ...await aPhoto(store, newId()), id: newId(), checkId, state: 'taken', rendition: null }
  await keepOriginal(store, photo, new Uint8Array(bytes).buffer)
  return photo
}

it('gives the photos in the order of the draft, and leaves out what was removed meanwhile', async () => {
  const [first, second] = [await aPhoto(store, checkId), await aPhoto(store, checkId)]
  await aPhoto(store, checkId)
  const photos = await readyPhotos(store, checkId, [second.id, newId(), first.id])
  expect(photos.map(({ id }) => id)).toEqual([second.id, first.id])
})

it('finishes what a killed page left half done, so that nothing leaves without it', async () => {
  vi.stubGlobal('createImageBitmap', async () => Promise.reject(new Error('not decoded here')))
  const { id } = await aHalfDone([0xFF, 0xD8, 0xFF, 2, 3])
  expect(await readyPhotos(store, checkId, [id])).toMatchObject([{ id, state: 'ready', rendition: { size: 5 } }])
})

it('refuses a photo that nothing can be read of', async () => {
  vi.stubGlobal('createImageBitmap', async () => Promise.reject(new Error('no picture')))
  const { id } = await aHalfDone([1, 2, 3])
  await expect(readyPhotos(store, checkId, [id])).rejects.toThrow(PhotoUnreadable)
})
