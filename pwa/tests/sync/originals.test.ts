// @vitest-environment node
import type { Photo, Store } from '../../src/store'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { keep, newId } from '../../src/store'
import { writeMeta } from '../../src/store/meta'
import { notePromised } from '../../src/store/photos'
import { isOnWifi } from '../../src/sync/originals'
import { everythingHeldToo, photosOnly, round } from '../../src/sync/round'
import { readStatus } from '../../src/sync/status'
import { accepted, aHazard, aKeptPhoto, aPhoto, aStart, aStore } from '../builders'
import { aKeptPhotoWithOriginal, aPhotoWithOriginal, asKept } from './photos'
import { FakeServer, refusal } from './server'
import 'fake-indexeddb/auto'

let store: Store
let server: FakeServer

beforeEach(async () => {
  [store, server] = [await aStore(), new FakeServer()]
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

const came = ({ original }: Photo) => server.files.has(original!.sha256)
const asked = () => server.countOf('GET', '/api/v1/originals')

/** Does `what` while the first original of all is on its way. */
function meanwhile(what: () => void, photos: readonly Photo[]) {
  const hashes = photos.map(({ original }) => original!.sha256)
  let isDone = false
  server.faults.push(({ method, path }) => {
    if (method === 'PATCH' && !isDone && hashes.some(sha256 => path.endsWith(sha256))) {
      isDone = true
      what()
    }
    return null
  })
}

/** What was sent, in its order, by these names. */
function sent(names: Record<string, string | undefined>): string[] {
  const isSent = (each: string) => each.startsWith('POST') || each.startsWith('PATCH')
  return server.asked.filter(isSent).map((each) => {
    const found = Object.entries(names).find(([, sha256]) => sha256 !== undefined && each.endsWith(sha256))
    return found ? found[0] : each.startsWith('POST') ? 'commands' : 'other'
  })
}

it('sends originals at once and asks nobody, unless its person has chosen otherwise', async () => {
  const photo = await aKeptPhotoWithOriginal(store)
  expect(await round(server.line(store))).toBe('done')
  expect(came(photo)).toBe(true)
  expect(asked()).toBe(0)
})

it.each([['cellular', false], [undefined, false], ['wifi', true]])('for whoever waits for Wi-Fi, on a network of type %s, sends: %s', async (type, isSent) => {
  await writeMeta(store, 'originals', 'wifi')
  vi.stubGlobal('navigator', { connection: { type } })
  const photo = await aKeptPhotoWithOriginal(store)
  expect(await round(server.line(store))).toBe('done')
  expect(came(photo)).toBe(isSent)
  expect(server.files.has(photo.rendition!.sha256)).toBe(true)
  expect(await readStatus(store)).toMatchObject({ unsent: 0, originals: isSent ? 0 : 1 })
})

it('sends no further original once the phone has left the Wi-Fi', async () => {
  await writeMeta(store, 'originals', 'wifi')
  const connection = { type: 'wifi' }
  vi.stubGlobal('navigator', { connection })
  const photos = [await aKeptPhotoWithOriginal(store), await aKeptPhotoWithOriginal(store)]
  meanwhile(() => (connection.type = 'cellular'), photos)
  expect(await round(server.line(store))).toBe('done')
  expect(photos.filter(came)).toHaveLength(1)
  expect(await readStatus(store)).toMatchObject({ unsent: 0, originals: 1 })
})

it('stops within a large original once the phone has left the Wi-Fi, and continues it there on the next', async () => {
  await writeMeta(store, 'originals', 'wifi')
  const connection = { type: 'wifi' }
  vi.stubGlobal('navigator', { connection })
  const large = await aKeptPhotoWithOriginal(store, 1_200_000)
  meanwhile(() => (connection.type = 'cellular'), [large])
  const pieces = () => server.asked.filter(each => each.startsWith('PATCH') && each.endsWith(large.original!.sha256)).length
  expect(await round(server.line(store))).toBe('done')
  expect(pieces()).toBe(1)
  expect((await asKept(store, large))!.original).toMatchObject({ state: 'unsent', attempts: 0 })
  connection.type = 'wifi'
  expect(await round(server.line(store))).toBe('done')
  expect(pieces()).toBe(3)
  expect((await asKept(store, large))!.original).toMatchObject({ state: 'sent' })
})

it('lets a hazard go between the pieces of a large original', async () => {
  const large = await aKeptPhotoWithOriginal(store, 1_200_000)
  const photo = await aPhoto(store, newId())
  meanwhile(() => void keep(store, [aHazard(photo.checkId, [photo])]), [large])
  expect(await round(server.line(store))).toBe('done')
  const order = sent({ large: large.original!.sha256, rendition: photo.rendition!.sha256 })
  expect(order.slice(order.indexOf('large'))).toEqual(['large', 'commands', 'rendition', 'large', 'large'])
  expect(came(large)).toBe(true)
})

it('sends no further original once its person has chosen otherwise, but what the office has asked for', async () => {
  const photos = [await aKeptPhotoWithOriginal(store), await aKeptPhotoWithOriginal(store), await aKeptPhotoWithOriginal(store)]
  server.asking = [photos[2]!.original!.sha256]
  meanwhile(() => void writeMeta(store, 'originals', 'asked'), photos)
  expect(await round(server.line(store))).toBe('done')
  expect(photos.map(came)).toEqual([true, false, true])
  expect(asked()).toBe(1)
})

it('sends originals in the order in which they were taken, also those of the same millisecond', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  const photos = []
  for (let taken = 0; taken < 6; taken += 1)
    photos.push(await aPhotoWithOriginal(store))
  await notePromised(store, photos, {})
  expect(await round(server.line(store), photosOnly)).toBe('done')
  const order = sent(Object.fromEntries(photos.map(({ original }, at) => [at, original!.sha256])))
  expect(order.filter(each => each !== 'other')).toEqual(['0', '1', '2', '3', '4', '5'])
})

it('lets a hazard that is reported meanwhile, and its photo, go before the originals that are left', async () => {
  const photos = [await aKeptPhotoWithOriginal(store), await aKeptPhotoWithOriginal(store)]
  const [first, second] = photos.map(({ original }) => original!.sha256)
  const photo = await aPhoto(store, newId())
  meanwhile(() => void keep(store, [aHazard(photo.checkId, [photo])]), photos)
  expect(await round(server.line(store))).toBe('done')
  const order = sent({ first, second, rendition: photo.rendition!.sha256 })
  expect(order.slice(order.indexOf('first'))).toEqual(['first', 'commands', 'rendition', 'second'])
  expect(await readStatus(store)).toMatchObject({ unsent: 0, originals: 0 })
})

it('lets a rendition that is promised at the desk meanwhile go before the originals that are left', async () => {
  const photos = [await aPhotoWithOriginal(store), await aPhotoWithOriginal(store)]
  await notePromised(store, photos, {})
  const [first, second] = photos.map(({ original }) => original!.sha256)
  const photo = await aPhoto(store, newId())
  meanwhile(() => void notePromised(store, [photo], {}), photos)
  expect(await round(server.line(store), photosOnly)).toBe('done')
  const order = sent({ first, second, rendition: photo.rendition!.sha256 })
  expect(order.slice(order.indexOf('first'))).toEqual(['first', 'rendition', 'second'])
})

it('lets originals go past what is to be tried again: a command that the server cannot take yet, a rendition it fails at', async () => {
  const [heavy, photo] = [await aKeptPhoto(store), await aKeptPhotoWithOriginal(store)]
  const [waiting] = await keep(store, [aStart()])
  server.verdictOf = id => accepted(id, id === waiting!.id ? { verdict: 'retry' } : {})
  server.faults.push(({ path }) => path.endsWith(heavy.rendition!.sha256) ? refusal(500, 'server.fault') : null)
  expect(await round(server.line(store))).toBe('later')
  expect(came(photo)).toBe(true)
  expect(server.pushes).toHaveLength(1)
})

it.each(['wifi', 'asked'] as const)('%s: sends what the office has asked for, and nothing else', async (when) => {
  await writeMeta(store, 'originals', when)
  const [wanted, other] = [await aKeptPhotoWithOriginal(store), await aKeptPhotoWithOriginal(store)]
  server.asking = [wanted.original!.sha256]
  expect(await round(server.line(store))).toBe('done')
  expect([came(wanted), came(other)]).toEqual([true, false])
})

it('asks nothing when no original is owed', async () => {
  await writeMeta(store, 'originals', 'asked')
  expect(await round(server.line(store))).toBe('done')
  expect(asked()).toBe(0)
})

it('lets no rendition wait for the answer to the question which originals are wanted', async () => {
  await writeMeta(store, 'originals', 'asked')
  await aKeptPhotoWithOriginal(store)
  await round(server.line(store))
  const isAbout = (what: string) => server.asked.findIndex(each => each.startsWith(what))
  expect(isAbout('PATCH')).toBeGreaterThan(-1)
  expect(isAbout('GET /api/v1/originals')).toBeGreaterThan(isAbout('PATCH'))
})

it.each([404, 503])('lets nothing else wait where the question is answered with %i', async (status) => {
  await writeMeta(store, 'originals', 'asked')
  const photo = await aKeptPhotoWithOriginal(store)
  server.faults.push(({ path }) => path.endsWith('/asked') ? refusal(status, 'not_found') : null)
  expect(await round(server.line(store))).toBe('done')
  expect(server.files.has(photo.rendition!.sha256)).toBe(true)
  expect(came(photo)).toBe(false)
})

it('sends all that are held back when its person says so, after all that goes before them', async () => {
  await writeMeta(store, 'originals', 'asked')
  const photo = await aKeptPhotoWithOriginal(store)
  await round(server.line(store))
  server.asked.length = 0
  const next = await aKeptPhoto(store)
  expect(await round(server.line(store), everythingHeldToo)).toBe('done')
  expect(sent({ next: next.rendition!.sha256, held: photo.original!.sha256 })).toEqual(['commands', 'next', 'held'])
  expect((await asKept(store, photo))?.original).toMatchObject({ state: 'sent' })
})

it('believes of the network only what the browser tells', () => {
  expect(['wifi', 'ethernet', 'cellular', 'none', 'unknown', 'other'].map(type => isOnWifi(type))).toEqual([true, true, false, false, null, null])
  vi.stubGlobal('navigator', {})
  expect(isOnWifi()).toBeNull()
})
