// @vitest-environment node
import type { Photo, Store } from '../../src/store'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { keep, newId, photosOf } from '../../src/store'
import { writeMeta } from '../../src/store/meta'
import { keepOriginal, unsentFile } from '../../src/store/photos'
import { isOnWifi } from '../../src/sync/originals'
import { round } from '../../src/sync/round'
import { readStatus } from '../../src/sync/status'
import { flushOriginals } from '../../src/sync/uploads'
import { aHazard, aPhoto, aStore } from '../builders'
import { FakeServer, refusal } from './server'
import 'fake-indexeddb/auto'

let store: Store
let server: FakeServer

beforeEach(async () => {
  [store, server] = [await aStore(), new FakeServer()]
})
afterEach(() => vi.unstubAllGlobals())

/** A promised photo whose original is larger than what is shown of it. */
async function aPhotoWithOriginal(): Promise<Photo> {
  const checkId = newId()
  const taken = await aPhoto(store, checkId)
  const photo: Photo = { ...taken, original: { ...unsentFile, sha256: newId(), size: 3, media_type: 'image/jpeg' } }
  await keepOriginal(store, photo, new Uint8Array([1, 2, 3]).buffer)
  await keep(store, [aHazard(checkId, [photo])])
  return photo
}

const came = ({ original }: Photo) => server.files.has(original!.sha256)
const asked = () => server.countOf('GET', '/api/v1/originals')

it('sends originals at once and asks nobody, unless its person has chosen otherwise', async () => {
  const photo = await aPhotoWithOriginal()
  expect(await round(server.line(store))).toBe('done')
  expect(came(photo)).toBe(true)
  expect(asked()).toBe(0)
})

it.each([['cellular', false], [undefined, false], ['wifi', true]])('for whoever waits for Wi-Fi, on a network of type %s, sends: %s', async (type, sent) => {
  await writeMeta(store, 'originals', 'wifi')
  vi.stubGlobal('navigator', { connection: { type } })
  const photo = await aPhotoWithOriginal()
  expect(await round(server.line(store))).toBe('done')
  expect(came(photo)).toBe(sent)
  expect(server.files.has(photo.rendition!.sha256)).toBe(true)
  expect(await readStatus(store)).toMatchObject({ unsent: 0, originals: sent ? 0 : 1 })
})

it.each(['wifi', 'asked'] as const)('%s: sends what the office has asked for, and nothing else', async (when) => {
  await writeMeta(store, 'originals', when)
  const [wanted, other] = [await aPhotoWithOriginal(), await aPhotoWithOriginal()]
  server.asking = [wanted.original!.sha256]
  expect(await round(server.line(store))).toBe('done')
  expect([came(wanted), came(other)]).toEqual([true, false])
})

it('asks nothing when no original is owed', async () => {
  await writeMeta(store, 'originals', 'asked')
  expect(await round(server.line(store))).toBe('done')
  expect(asked()).toBe(0)
})

it.each([404, 503])('lets nothing else wait where the question is answered with %i', async (status) => {
  await writeMeta(store, 'originals', 'asked')
  const photo = await aPhotoWithOriginal()
  server.faults.push(({ path }) => path.endsWith('/asked') ? refusal(status, 'not_found') : null)
  expect(await round(server.line(store))).toBe('done')
  expect(server.files.has(photo.rendition!.sha256)).toBe(true)
  expect(came(photo)).toBe(false)
})

it('sends all that are held back when its person says so', async () => {
  await writeMeta(store, 'originals', 'asked')
  const photo = await aPhotoWithOriginal()
  await round(server.line(store))
  expect(await round(server.line(store), flushOriginals)).toBe('done')
  expect(came(photo)).toBe(true)
  const [kept] = await photosOf(store, photo.checkId)
  expect(kept?.original).toMatchObject({ state: 'sent' })
})

it('believes of the network only what the browser tells', () => {
  expect(['wifi', 'ethernet', 'cellular', 'none', 'unknown', 'other'].map(type => isOnWifi(type))).toEqual([true, true, false, false, null, null])
  vi.stubGlobal('navigator', {})
  expect(isOnWifi()).toBeNull()
})
