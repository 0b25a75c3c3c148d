import type { Store } from '../../src/store'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { capture, finishLeftOver, keepDrawing, keepMarked, sha256 } from '../../src/camera'
import { fitted } from '../../src/camera/rendition'
import { newId, openStore, photosOf, promiseOf, readBytes, StorageFull } from '../../src/store'
import { keepRendition } from '../../src/store/photos'
import { aStore } from '../builders'
import 'fake-indexeddb/auto'

const jpeg = new Uint8Array([0xFF, 0xD8, 0xFF, 2, 3])
const heic = new TextEncoder().encode('\0\0\0\x18ftypheic')
const avif = new TextEncoder().encode('\0\0\0\x18ftypavif')
const tooLarge = new Uint8Array(25_000_001)
tooLarge.set(jpeg)
const file = (type = 'image/jpeg') => new Blob([jpeg], { type })
const rendered = new Uint8Array([9, 9, 9])
const decode = vi.fn()

beforeEach(() => {
  decode.mockImplementation(async () => ({ width: 4000, height: 3000, close: () => {} }))
  vi.stubGlobal('createImageBitmap', decode)
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue({ drawImage: () => {} } as unknown as null)
  vi.spyOn(HTMLCanvasElement.prototype, 'toBlob').mockImplementation(done => done(new Blob([rendered])))
})

afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
  decode.mockReset()
})

async function onlyPhoto(store: Store, checkId: string) {
  const [photo] = await photosOf(store, checkId)
  return photo!
}

it('hashes original and rendition and promises both', async () => {
  const [store, checkId] = [await aStore(), newId()]
  const photo = await capture(store, checkId, file(), 'camera')
  expect(await onlyPhoto(store, checkId)).toEqual(photo)
  expect(promiseOf(photo)).toMatchObject({
    sha256: await sha256(rendered),
    size: 3,
    media_type: 'image/jpeg',
    original: { sha256: await sha256(jpeg), size: 5, media_type: 'image/jpeg' },
    source: 'camera',
    position: null,
  })
})

it('has the original on the disk before anything decodes it', async () => {
  const [store, checkId] = [await aStore(), newId()]
  let atDecoding: ArrayBuffer | null = null
  decode.mockImplementationOnce(async () => {
    atDecoding = await readBytes(store, (await onlyPhoto(store, checkId)).id, 'original')
    throw new Error('page killed')
  })
  await capture(store, checkId, file(), 'camera')
  expect(new Uint8Array(atDecoding!)).toEqual(jpeg)
})

it('finishes after a restart what was taken when the page was killed', async () => {
  const [store, checkId] = [await aStore('shooter'), newId()]
  const photo = await capture(store, checkId, file(), 'camera')
  await store.db.put('photos', { ...photo, state: 'taken', rendition: null, original: null })
  store.close()
  const again = await openStore('shooter')
  await finishLeftOver(again)
  expect(await onlyPhoto(again, checkId)).toMatchObject({ state: 'ready', rendition: { size: 3 } })
})

it('finishes a photo once, also where what is left over is looked for meanwhile', async () => {
  const [store, checkId] = [await aStore(), newId()]
  let go = () => {}
  decode.mockImplementationOnce(async () => new Promise(resolve => (go = () => resolve({ width: 4000, height: 3000, close: () => {} }))))
  const taking = capture(store, checkId, file(), 'album')
  await vi.waitFor(() => expect(decode).toHaveBeenCalledOnce())
  const leftOver = finishLeftOver(store)
  await vi.waitFor(async () => expect(await onlyPhoto(store, checkId)).toMatchObject({ state: 'taken' }))
  go()
  const photo = await taking
  await store.db.put('photos', { ...photo, promisedBy: 'a report' })
  await leftOver
  expect(decode).toHaveBeenCalledOnce()
  expect(await onlyPhoto(store, checkId)).toMatchObject({ promisedBy: 'a report' })
})

it('keeps a photo as it was finished first, where another tab finishes it too: its hash may be promised', async () => {
  const [store, checkId] = [await aStore(), newId()]
  const photo = await capture(store, checkId, file(), 'album')
  const known = { ...photo, promisedBy: 'a report', rendition: { ...photo.rendition!, state: 'sent' as const } }
  await store.db.put('photos', known)
  const position = { lat: 30, lon: 120 } as NonNullable<typeof photo.position>
  const again = { ...photo, position, rendition: { ...photo.rendition!, sha256: 'of other bytes' } }
  expect(await keepRendition(store, again, new Uint8Array([7]).buffer)).toEqual({ ...known, position })
  expect(await onlyPhoto(store, checkId)).toEqual({ ...known, position })
  expect(new Uint8Array((await readBytes(store, photo.id, 'rendition'))!)).toEqual(rendered)
})

it('finishes the other photos where one cannot be read', async () => {
  const [store, checkId, told] = [await aStore(), newId(), vi.spyOn(console, 'warn').mockReturnValue()]
  const photos = [await capture(store, checkId, file(), 'album'), await capture(store, checkId, file(), 'album')]
  for (const photo of photos)
    await store.db.put('photos', { ...photo, state: 'taken', rendition: null, original: null })
  await store.db.delete('bytes', `${photos[0]!.id}/original`)
  await finishLeftOver(store)
  expect((await photosOf(store, checkId)).map(({ state }) => state)).toEqual(['taken', 'ready'])
  expect(told).toHaveBeenCalledOnce()
})

it('sends the original as its own rendition when this phone cannot decode it', async () => {
  const [store, checkId] = [await aStore(), newId()]
  decode.mockRejectedValueOnce(new Error('cannot decode'))
  const photo = await capture(store, checkId, file(), 'album')
  expect(promiseOf(photo)).toMatchObject({ size: 5, original: null, source: 'album' })
  expect((await readBytes(store, photo.id, 'rendition'))?.byteLength).toBe(5)
})

it.each(['heic', 'heix', 'hevc', 'mif1'])('sends a picture of HEVC as it is where this phone cannot decode it: %s', async (brand) => {
  const [store, checkId] = [await aStore(), newId()]
  decode.mockRejectedValueOnce(new Error('cannot decode'))
  const bytes = new TextEncoder().encode(`\0\0\0\x18ftyp${brand}`)
  const photo = await capture(store, checkId, new Blob([bytes], { type: 'image/jpeg' }), 'album')
  expect(promiseOf(photo)).toMatchObject({ size: 12, media_type: 'image/heic', original: null })
})

it('promises an original of HEVC as what it is', async () => {
  const photo = await capture(await aStore(), newId(), new Blob([heic], { type: '' }), 'album')
  expect(promiseOf(photo)).toMatchObject({ media_type: 'image/jpeg', original: { media_type: 'image/heic', size: 12 } })
})

it('keeps a photo that neither phone nor server can read, and says so', async () => {
  const [store, checkId] = [await aStore(), newId()]
  decode.mockRejectedValueOnce(new Error('cannot decode'))
  const photo = await capture(store, checkId, new Blob([avif], { type: 'image/avif' }), 'album')
  expect(photo.state).toBe('unreadable')
  expect((await readBytes(store, photo.id, 'original'))?.byteLength).toBe(12)
})

it.each([
  ['AVIF', avif],
  ['AVIF under the name of a JPEG', avif, 'image/jpeg'],
  ['more than the server takes', tooLarge, 'image/jpeg'],
])('leaves an original out of the promise that would have its hazard refused: %s', async (_, bytes, type = 'image/avif') => {
  const photo = await capture(await aStore(), newId(), new Blob([bytes], { type }), 'camera')
  expect(promiseOf(photo)).toMatchObject({ media_type: 'image/jpeg', original: null })
})

it('promises the original of a file without a name or type by what it is', async () => {
  const photo = await capture(await aStore(), newId(), file(''), 'album')
  expect(promiseOf(photo).original).toMatchObject({ media_type: 'image/jpeg', size: 5 })
})

it('calls a camera file without any bytes unreadable', async () => {
  decode.mockRejectedValueOnce(new Error('cannot decode'))
  expect((await capture(await aStore(), newId(), new Blob([], { type: 'image/jpeg' }), 'camera')).state).toBe('unreadable')
})

it('decodes one photo at a time', async () => {
  const store = await aStore()
  let open = 0
  let most = 0
  decode.mockImplementation(async () => {
    open += 1
    most = Math.max(most, open)
    return { width: 1, height: 1, close: () => open -= 1 }
  })
  await Promise.all([1, 2, 3].map(async () => capture(store, newId(), file(), 'camera')))
  expect([open, most]).toEqual([0, 1])
})

it('says that there is no room instead of losing the photo silently', async () => {
  const store = await aStore()
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementationOnce(() => {
    throw new DOMException('full', 'QuotaExceededError')
  })
  await expect(capture(store, newId(), file(), 'camera')).rejects.toBeInstanceOf(StorageFull)
})

it('leaves no half of a photo behind when there is room for the original only', async () => {
  const [store, checkId] = [await aStore(), newId()]
  const put = IDBObjectStore.prototype.put
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, value: unknown, key?: IDBValidKey) {
    if (String(key).endsWith('rendition'))
      throw new DOMException('full', 'QuotaExceededError')
    return key === undefined ? put.call(this, value) : put.call(this, value, key)
  })
  await expect(capture(store, checkId, file(), 'camera')).rejects.toBeInstanceOf(StorageFull)
  expect(await photosOf(store, checkId)).toEqual([])
  expect(await store.db.count('bytes')).toBe(0)
})

it('keeps a signature as a small image without a larger original', async () => {
  const [store, checkId] = [await aStore(), newId()]
  const signature = await keepDrawing(store, checkId, file('image/png'))
  expect(promiseOf(signature)).toMatchObject({ media_type: 'image/png', size: 5, original: null })
})

it('keeps a marked copy as a photo of its own, and leaves the one under it as it was, byte for byte', async () => {
  const [store, checkId] = [await aStore(), newId()]
  const base = await capture(store, checkId, file(), 'camera')
  const before = await Promise.all([readBytes(store, base.id, 'original'), readBytes(store, base.id, 'rendition')])
  const copy = await keepMarked(store, base, new Blob([new Uint8Array([0xFF, 0xD8, 0xFF, 9])]))
  expect(promiseOf(copy)).toEqual({
    sha256: await sha256(new Uint8Array([0xFF, 0xD8, 0xFF, 9])),
    size: 4,
    media_type: 'image/jpeg',
    original: null,
    taken_at: base.takenAt,
    source: base.source,
    position: base.position,
    marked_of: base.rendition!.sha256,
  })
  const [same] = (await photosOf(store, checkId)).filter(({ id }) => id === base.id)
  expect(same).toEqual(base)
  const after = await Promise.all([readBytes(store, base.id, 'original'), readBytes(store, base.id, 'rendition')])
  expect(await Promise.all(after.map(async bytes => sha256(bytes!)))).toEqual(await Promise.all(before.map(async bytes => sha256(bytes!))))
  expect(await sha256(after[1]!)).toBe(base.rendition!.sha256)
  expect(promiseOf(base)).not.toHaveProperty('marked_of')
})

it('keeps nothing of a marked copy when the phone has no room', async () => {
  const [store, checkId] = [await aStore(), newId()]
  const base = await capture(store, checkId, file(), 'camera')
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementationOnce(() => {
    throw new DOMException('full', 'QuotaExceededError')
  })
  await expect(keepMarked(store, base, file())).rejects.toBeInstanceOf(StorageFull)
  expect(await photosOf(store, checkId)).toEqual([base])
})

it.each([
  [4000, 3000, 2048, 1536],
  [3000, 4000, 1536, 2048],
  [800, 600, 800, 600],
])('fits %i × %i into %i × %i', (width, height, fittedWidth, fittedHeight) => {
  expect(fitted(width, height)).toEqual({ width: fittedWidth, height: fittedHeight })
})

it('claims neither place nor moment for a picture from the album', async () => {
  const locate = vi.fn()
  vi.spyOn(navigator, 'geolocation', 'get').mockReturnValue({ getCurrentPosition: locate } as unknown as Geolocation)
  const chosen = new File([jpeg], 'IMG_1.jpg', { type: 'image/jpeg', lastModified: Date.parse('2026-11-18T02:00:00Z') })
  const photo = await capture(await aStore(), newId(), chosen, 'album')
  expect(promiseOf(photo)).toMatchObject({ source: 'album', position: null, taken_at: '2026-11-18T02:00:00.000Z' })
  expect(locate).not.toHaveBeenCalled()
})
