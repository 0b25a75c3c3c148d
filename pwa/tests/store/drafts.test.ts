// @vitest-environment node
import { afterEach, expect, it, vi } from 'vitest'
import { dropDraft, keep, loadDraft, loadDrafts, openStore, saveDraft } from '../../src/store'
import { readStatus } from '../../src/sync/status'
import { anAnswer, aStore } from '../builders'
import 'fake-indexeddb/auto'

afterEach(() => {
  vi.restoreAllMocks()
})

function fillTheDisk() {
  return vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError')
  })
}

it('restores a draft after the app was killed', async () => {
  const store = await aStore('walker')
  await saveDraft(store, 'record/1', { answers: { 'B1-1': 'conforming' }, at: 3 })
  store.close()
  expect(await loadDraft(await openStore('walker'), 'record/1')).toEqual({ answers: { 'B1-1': 'conforming' }, at: 3 })
})

it('saves what a framework wraps in proxies', async () => {
  const store = await aStore()
  await saveDraft(store, 'a', new Proxy({ answered: 1 }, {}))
  expect(await loadDraft(store, 'a')).toEqual({ answered: 1 })
})

it('holds the answer that found no room, says so, and saves it when there is room again', async () => {
  const store = await aStore('full-phone')
  const disk = fillTheDisk()
  expect(await saveDraft(store, 'a', { answered: 31 })).toBe('held')
  expect(await loadDraft(store, 'a')).toEqual({ answered: 31 })
  expect((await readStatus(store)).unsaved).toBe(1)
  disk.mockRestore()
  expect(await saveDraft(store, 'b', 1)).toBe('saved')
  expect((await readStatus(store)).unsaved).toBe(0)
  store.close()
  expect(await loadDraft(await openStore('full-phone'), 'a')).toEqual({ answered: 31 })
})

it('does not bring a held draft back that becomes a command while another one is written', async () => {
  const store = await aStore()
  const disk = fillTheDisk()
  await saveDraft(store, 'a', { answered: 31 })
  disk.mockRestore()
  await Promise.all([keep(store, [anAnswer()], { a: null }), saveDraft(store, 'b', 1)])
  expect(await loadDraft(store, 'a')).toBeNull()
  expect(store.unsaved.size).toBe(0)
})

it('does not call the phone full while a draft is just being written', async () => {
  const store = await aStore()
  const saving = saveDraft(store, 'a', 1)
  expect(store.unsaved.size).toBe(1)
  expect((await readStatus(store)).unsaved).toBe(0)
  expect(await saving).toBe('saved')
})

it('lets the latest of several quick saves stand', async () => {
  const store = await aStore()
  await Promise.all([1, 2, 3].map(async answered => saveDraft(store, 'a', { answered })))
  expect(await loadDraft(store, 'a')).toEqual({ answered: 3 })
  expect(store.unsaved.size).toBe(0)
})

it('finds drafts by their beginning and drops them by their key', async () => {
  const store = await aStore()
  await saveDraft(store, 'check/1/a', 1)
  await saveDraft(store, 'check/1/b', 2)
  await saveDraft(store, 'check/2/a', 3)
  expect((await loadDrafts(store, 'check/1/')).map(({ value }) => value)).toEqual([1, 2])
  await dropDraft(store, 'check/1/a')
  expect(await loadDraft(store, 'check/1/a')).toBeNull()
})

it('lists what is only in memory beside what is on the disk', async () => {
  const store = await aStore()
  await saveDraft(store, 'check/1/a', 'kept')
  await saveDraft(store, 'check/1/b', 'old')
  store.unsaved.set('check/1/b', { value: 'newer', saidAt: '2026-11-29T08:00:00Z' })
  store.unsaved.set('check/2/c', { value: 'of another', saidAt: '2026-11-29T08:00:00Z' })
  expect(await loadDrafts(store, 'check/1/')).toMatchObject([{ value: 'kept' }, { key: 'check/1/b', value: 'newer' }])
})
