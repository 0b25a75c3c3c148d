// @vitest-environment node
import { afterEach, expect, it, vi } from 'vitest'
import { askToPersist, keep, readSpace } from '../../src/store'
import { settle } from '../../src/store/outbox'
import { noteFile } from '../../src/store/photos'
import { holdsWork } from '../../src/store/space'
import { accepted, aKeptPhoto, aPhoto, aStart, aStore, refused } from '../builders'
import 'fake-indexeddb/auto'

const used = 3_000_000_000

/** A phone with so many bytes left, and what its browser says of keeping records. */
function withFree(free: number, persistent = false) {
  const storage = {
    estimate: async () => ({ quota: used + free, usage: used }),
    persisted: async () => persistent,
    persist: async () => persistent,
  }
  vi.stubGlobal('navigator', { storage })
}

afterEach(() => vi.unstubAllGlobals())

it.each([
  [20_000_000_000, false, false],
  [500_000_000, false, false],
  [499_999_999, true, false],
  [200_000_000, true, false],
  [199_999_999, true, true],
  [0, true, true],
  [-5, true, true],
])('with %d bytes left: tight is %s, low is %s', async (free, isTight, isLow) => {
  withFree(free)
  expect(await readSpace()).toEqual({ persistent: false, usedBytes: used, freeBytes: free, isTight, isLow })
})

it('says what the browser promised', async () => {
  withFree(1e9, true)
  expect(await askToPersist()).toBe(true)
  expect((await readSpace())?.persistent).toBe(true)
  withFree(1e9)
  expect(await askToPersist()).toBe(false)
})

it.each([
  ['no storage at all', {}],
  ['no estimate', { storage: {} }],
  ['an empty estimate', { storage: { estimate: async () => ({}) } }],
  ['no quota', { storage: { estimate: async () => ({ usage: 5 }) } }],
])('warns of nothing where the browser tells nothing: %s', async (_, navigator) => {
  vi.stubGlobal('navigator', navigator)
  expect(await readSpace()).toBeNull()
  expect(await askToPersist()).toBe(false)
})

it('holds work as long as anything is on this phone alone', async () => {
  const store = await aStore()
  expect(await holdsWork(store)).toBe(false)
  const [start] = await keep(store, [aStart()])
  expect(await holdsWork(store)).toBe(true)
  await settle(store, [accepted(start!.id)])
  expect(await holdsWork(store)).toBe(false)
  const [wrong] = await keep(store, [aStart()])
  await settle(store, [refused(wrong!.id, 'spot_check.unknown')])
  expect(await holdsWork(store)).toBe(true)
})

it('holds work until the last photo of many is with the server', async () => {
  const store = await aStore()
  const sent = { state: 'sent', sentAt: new Date().toISOString() } as const
  for (let n = 0; n < 3; n++)
    await aKeptPhoto(store)
  const [last, ...others] = await store.db.getAllKeys('photos')
  for (const photoId of others)
    await noteFile(store, { photoId, part: 'rendition' }, () => sent)
  for (const entry of await store.db.getAll('outbox'))
    await settle(store, [accepted(entry.id)])
  expect(await holdsWork(store)).toBe(true)
  await noteFile(store, { photoId: last!, part: 'rendition' }, () => sent)
  expect(await holdsWork(store)).toBe(false)
  await aPhoto(store, 'a check')
  expect(await holdsWork(store)).toBe(true)
})
