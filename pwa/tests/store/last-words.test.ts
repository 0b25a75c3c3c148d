import { afterEach, expect, it, vi } from 'vitest'
import { keep, loadDraft, newId, openStore, saveDraft, wipeStore } from '../../src/store'
import { speak } from '../../src/store/last-words'
import { readStatus } from '../../src/sync/status'
import { anAnswer, aStore } from '../builders'
import 'fake-indexeddb/auto'

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
  vi.useRealTimers()
  localStorage.clear()
})

const leave = () => dispatchEvent(new Event('pagehide'))
const said = () => Object.keys(localStorage)

/** As of a page that is torn down: what was asked for is never done. */
function giveUpTransactions() {
  return vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore) {
    this.transaction.abort()
    throw new DOMException('given up', 'AbortError')
  })
}

function fillTheDisk() {
  return vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError')
  })
}

/** A page of this person that goes while it writes `value`, of which the browser gives up what it began. */
async function gone(personId: string, key: string, value: unknown) {
  const store = await openStore(personId)
  const disk = giveUpTransactions()
  const saving = saveDraft(store, key, value)
  leave()
  await expect(saving).rejects.toThrow()
  disk.mockRestore()
  store.close()
}

it('keeps what was about to be written when the page went, and writes it down at the next start', async () => {
  const person = newId()
  await gone(person, 'sheet', { answered: 31 })
  expect(said()).toHaveLength(1)
  const next = await openStore(person)
  expect(await next.db.get('drafts', 'sheet')).toMatchObject({ value: { answered: 31 } })
  expect(next.unsaved.size).toBe(0)
  expect(said()).toEqual([])
})

it('says it also when the page is only out of sight, and takes it back once it is on the disk', async () => {
  const store = await aStore()
  const saving = saveDraft(store, 'sheet', 1)
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
  document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
  expect(said()).toHaveLength(1)
  await saving
  expect(said()).toEqual([])
})

it('says nothing of what is on the disk, nor of a store that is closed', async () => {
  const store = await aStore()
  await saveDraft(store, 'sheet', 1)
  leave()
  store.unsaved.set('sheet', 2)
  store.close()
  leave()
  expect(said()).toEqual([])
})

it('keeps a draft for which the phone had no room beyond the end of its page, and still says so', async () => {
  const person = newId()
  const store = await openStore(person)
  const disk = fillTheDisk()
  expect(await saveDraft(store, 'sheet', { answered: 31 })).toBe('held')
  leave()
  store.close()
  const next = await openStore(person)
  expect(await loadDraft(next, 'sheet')).toEqual({ answered: 31 })
  expect((await readStatus(next)).unsaved).toBe(1)
  disk.mockRestore()
  expect(await saveDraft(next, 'other', 1)).toBe('saved')
  expect(await next.db.get('drafts', 'sheet')).toMatchObject({ value: { answered: 31 } })
  expect(said()).toEqual([])
})

it('does not put an old word over what another page has written since', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  const person = newId()
  vi.setSystemTime('2026-11-29T08:00:00Z')
  await gone(person, 'sheet', 'older')
  const name = said()[0]!
  const word = localStorage.getItem(name)!
  const other = await openStore(person)
  vi.setSystemTime('2026-11-29T08:00:01Z')
  await saveDraft(other, 'sheet', 'newer')
  localStorage.setItem(name, word)
  const next = await openStore(person)
  expect(await loadDraft(next, 'sheet')).toBe('newer')
  expect(localStorage.getItem(name)).toBeNull()
})

it('does not bring back what has become a command', async () => {
  const person = newId()
  const store = await openStore(person)
  speak({ personId: person, unsaved: new Map([['sheet', 'said as another page went']]) })
  await keep(store, [anAnswer()], { sheet: null })
  expect(await loadDraft(await openStore(person), 'sheet')).toBeNull()
})

it('keeps the words of each person apart, and wipes them with the records', async () => {
  const [mine, other] = [newId(), newId()]
  await gone(mine, 'sheet', 'mine')
  await gone(other, 'sheet', 'of another')
  await wipeStore(await openStore(other))
  expect(await loadDraft(await openStore(other), 'sheet')).toBeNull()
  expect(await loadDraft(await openStore(mine), 'sheet')).toBe('mine')
})

it.each(['', 'null', '{"key":1}', '{"key":"sheet","val'])('opens although something else stands there: %s', async (text) => {
  const person = newId()
  await gone(person, 'sheet', 1)
  localStorage.setItem(said()[0]!, text)
  expect(await loadDraft(await openStore(person), 'sheet')).toBeNull()
})

it('lets the page go where there is no room for words either', async () => {
  const store = await aStore()
  store.unsaved.set('sheet', 1)
  const told = vi.spyOn(console, 'warn').mockReturnValue()
  const setItem = vi.fn().mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError')
  })
  vi.stubGlobal('localStorage', { setItem })
  leave()
  expect(told).toHaveBeenCalledOnce()
})
