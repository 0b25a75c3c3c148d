import type { Store } from '../../src/store'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { keep, loadDraft, newId, openStore, saveDraft, wipeStore } from '../../src/store'
import { speak } from '../../src/store/last-words'
import { holdsWork } from '../../src/store/space'
import { readStatus } from '../../src/sync/status'
import { anAnswer } from '../builders'
import 'fake-indexeddb/auto'

const stores: Store[] = []

async function open(personId = newId()) {
  const store = await openStore(personId)
  stores.push(store)
  return store
}

const leave = () => dispatchEvent(new Event('pagehide'))
/** Another page, or the same one as it was left. */
const comeBack = () => dispatchEvent(new Event('pageshow'))
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
  const store = await open(personId)
  const disk = giveUpTransactions()
  const saving = saveDraft(store, key, value)
  leave()
  await expect(saving).rejects.toThrow()
  disk.mockRestore()
  store.close()
  comeBack()
}

/** A page of this person for whose draft the phone has no room. */
async function held(personId: string, key: string, value: unknown) {
  const store = await open(personId)
  const disk = fillTheDisk()
  expect(await saveDraft(store, key, value)).toBe('held')
  disk.mockRestore()
  return store
}

const clockAt = (time: string) => vi.setSystemTime(`2026-11-29T${time}Z`)

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] })
  clockAt('08:00:00')
})

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
  vi.useRealTimers()
  stores.splice(0).forEach(store => store.close())
  comeBack()
  localStorage.clear()
})

it('keeps what was about to be written when the page went, and writes it down at the next start', async () => {
  const person = newId()
  await gone(person, 'sheet', { answered: 31 })
  expect(said()).toHaveLength(1)
  const next = await open(person)
  expect(await next.db.get('drafts', 'sheet')).toMatchObject({ value: { answered: 31 } })
  expect(next.unsaved.size).toBe(0)
  expect(said()).toEqual([])
})

it('says also what is first written as the page goes', async () => {
  const store = await open()
  const write = () => void saveDraft(store, 'sheet', 1)
  addEventListener('pagehide', write)
  leave()
  removeEventListener('pagehide', write)
  expect(said()).toHaveLength(1)
})

it('says it also when the page is only out of sight, and takes it back once it is on the disk', async () => {
  const store = await open()
  const saving = saveDraft(store, 'sheet', 1)
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
  document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
  expect(said()).toHaveLength(1)
  await saving
  expect(said()).toEqual([])
})

it('says nothing of what is on the disk, nor of a page that comes back', async () => {
  const store = await open()
  await saveDraft(store, 'sheet', 1)
  leave()
  expect(said()).toEqual([])
  comeBack()
  const saving = saveDraft(store, 'sheet', 2)
  expect(said()).toEqual([])
  await saving
})

it('keeps a draft for which the phone had no room beyond the end of its page, and still says so', async () => {
  const person = newId()
  const store = await held(person, 'sheet', { answered: 31 })
  leave()
  store.close()
  comeBack()
  const disk = fillTheDisk()
  const next = await open(person)
  expect(await loadDraft(next, 'sheet')).toEqual({ answered: 31 })
  expect((await readStatus(next)).unsaved).toBe(1)
  disk.mockRestore()
  expect(await saveDraft(next, 'other', 1)).toBe('saved')
  expect(await next.db.get('drafts', 'sheet')).toMatchObject({ value: { answered: 31 } })
  expect(said()).toEqual([])
})

it('keeps it beyond a sign-out, which counts it as work that stays', async () => {
  const person = newId()
  const store = await held(person, 'sheet', 1)
  expect(await holdsWork(store)).toBe(true)
  store.close()
  const [next, other] = [await open(person), await open(newId())]
  expect(await loadDraft(next, 'sheet')).toBe(1)
  expect(await loadDraft(other, 'sheet')).toBeNull()
})

it('says at once what found no room, so that a sign-out in another window counts it', async () => {
  const person = newId()
  await held(person, 'sheet', 1)
  expect(await holdsWork(await open(person))).toBe(true)
})

it('writes what is said as the page goes at once, also where it was held before', async () => {
  const store = await held(newId(), 'sheet', 1)
  const put = vi.spyOn(IDBObjectStore.prototype, 'put')
  leave()
  const saving = saveDraft(store, 'sheet', 2)
  expect(put).toHaveBeenCalledOnce()
  expect(await saving).toBe('saved')
  expect(said()).toEqual([])
})

it('asks nothing of the disk as the page goes, where another draft is held', async () => {
  const store = await held(newId(), 'else', 1)
  const put = vi.spyOn(IDBObjectStore.prototype, 'put')
  leave()
  const saving = saveDraft(store, 'sheet', 2)
  expect(put).toHaveBeenCalledOnce()
  await saving
  expect(await loadDraft(store, 'else')).toBe(1)
  expect(said()).toHaveLength(1)
})

it('says no older word over a newer one', async () => {
  const person = newId()
  for (const [value, saidAt] of [['newer', '2026-11-29T08:05:00.000Z'], ['older', '2026-11-29T08:00:00.000Z']] as const)
    speak({ personId: person, unsaved: new Map([['sheet', { value, saidAt }]]) })
  expect(await loadDraft(await open(person), 'sheet')).toBe('newer')
})

it('counts what another page said as it went as work', async () => {
  const person = newId()
  const store = await open(person)
  await gone(person, 'sheet', 1)
  expect(await holdsWork(store)).toBe(true)
})

it('keeps for its person what is still said on a page whose records are closed', async () => {
  const person = newId()
  const store = await open(person)
  store.close()
  expect(await saveDraft(store, 'sheet', 1)).toBe('held')
  expect(await loadDraft(await open(person), 'sheet')).toBe(1)
})

it.each(['said as it went', 'still held'])('does not put an older value over what another page has written since: %s', async (how) => {
  const person = newId()
  const store = await held(person, 'sheet', 'older')
  const other = await open(person)
  clockAt('08:05:00')
  await saveDraft(other, 'sheet', 'newer')
  clockAt('08:10:00')
  if (how === 'still held') {
    await saveDraft(store, 'else', 1)
  }
  else {
    leave()
    store.close()
    comeBack()
  }
  const next = await open(person)
  expect(await loadDraft(next, 'sheet')).toBe('newer')
  expect(said()).toEqual([])
})

it('does not put over it what could not be written for another reason than room', async () => {
  const person = newId()
  const store = await open(person)
  const disk = giveUpTransactions()
  await expect(saveDraft(store, 'sheet', 'older')).rejects.toThrow()
  disk.mockRestore()
  clockAt('08:05:00')
  await saveDraft(await open(person), 'sheet', 'newer')
  await saveDraft(store, 'else', 1)
  expect(await loadDraft(store, 'sheet')).toBe('newer')
})

it('takes the newer value also where a clock that was ahead has been set right', async () => {
  const person = newId()
  vi.setSystemTime('2026-11-30T08:00:00Z')
  await saveDraft(await open(person), 'sheet', 'older')
  clockAt('08:00:00')
  const store = await open(person)
  expect(await loadDraft(store, 'sheet')).toBe('older')
  const disk = fillTheDisk()
  await saveDraft(store, 'sheet', 'newer')
  disk.mockRestore()
  vi.setSystemTime('2026-12-01T08:00:00Z')
  await saveDraft(store, 'else', 1)
  expect(await loadDraft(await open(person), 'sheet')).toBe('newer')
})

it('does not let what is written drop the newer word of another page', async () => {
  const person = newId()
  const store = await open(person)
  const saving = saveDraft(store, 'sheet', 'older')
  clockAt('08:05:00')
  speak({ personId: person, unsaved: new Map([['sheet', { value: 'newer', saidAt: '2026-11-29T08:05:00.000Z' }]]) })
  await saving
  expect(await loadDraft(await open(person), 'sheet')).toBe('newer')
})

it('does not bring back what has become a command: said as another page went', async () => {
  const person = newId()
  const store = await open(person)
  await gone(person, 'sheet', 1)
  await keep(store, [anAnswer()], { sheet: null })
  expect(await loadDraft(await open(person), 'sheet')).toBeNull()
})

it('does not bring back what has become a command: still held by another page', async () => {
  const person = newId()
  const other = await held(person, 'sheet', 1)
  const store = await open(person)
  clockAt('08:05:00')
  await keep(store, [anAnswer()], { sheet: null })
  await vi.waitFor(() => expect(other.unsaved.size).toBe(0))
  await saveDraft(other, 'else', 1)
  expect(await loadDraft(store, 'sheet')).toBeNull()
})

it('lets another page keep what it said after that', async () => {
  const person = newId()
  const [other, store] = [await held(person, 'else', 1), await open(person)]
  await keep(store, [anAnswer()], { sheet: null, else: null })
  clockAt('08:05:00')
  const disk = fillTheDisk()
  await saveDraft(other, 'sheet', 'later')
  await vi.waitFor(() => expect(other.unsaved.has('else')).toBe(false))
  disk.mockRestore()
  expect(await loadDraft(other, 'sheet')).toBe('later')
})

it('wipes what was said of a person with their records, and nothing of anybody else', async () => {
  const [mine, other] = [newId(), newId()]
  const store = await open(mine)
  await gone(mine, 'sheet', 'mine')
  await gone(other, 'sheet', 'of another')
  await wipeStore(store)
  expect(await loadDraft(await open(mine), 'sheet')).toBeNull()
  expect(await loadDraft(await open(other), 'sheet')).toBe('of another')
})

it('says nothing any more where another page has wiped the records', async () => {
  const person = newId()
  const [frozen, store] = [await held(person, 'sheet', 1), await open(person)]
  await wipeStore(store)
  frozen.close()
  expect(said()).toEqual([])
})

it.each(['', 'null', '5', '{"value":1}', '{"saidAt":"2026-11-29T08:00:00Z"}', '{"saidAt":1,"value":1}', '{"saidAt":"2026-11-29T08:00:00Z","val'])('opens although something else stands there: %s', async (text) => {
  const person = newId()
  await gone(person, 'sheet', 1)
  localStorage.setItem(said().find(name => name.includes(person))!, text)
  expect(await loadDraft(await open(person), 'sheet')).toBeNull()
})

it('opens where a word cannot be taken up, and leaves it where it is', async () => {
  const person = newId()
  await gone(person, 'sheet', 1)
  const [disk, told] = [giveUpTransactions(), vi.spyOn(console, 'warn').mockReturnValue()]
  const store = await open(person)
  expect(told).toHaveBeenCalledOnce()
  expect(await loadDraft(store, 'sheet')).toBe(1)
  disk.mockRestore()
  expect(await loadDraft(await open(person), 'sheet')).toBe(1)
})

it('lets the page go where there is no room for words either', async () => {
  const store = await open()
  store.unsaved.set('sheet', { value: 1, saidAt: '2026-11-29T08:00:00Z' })
  const told = vi.spyOn(console, 'warn').mockReturnValue()
  const setItem = vi.fn().mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError')
  })
  vi.stubGlobal('localStorage', { setItem })
  leave()
  expect(told).toHaveBeenCalled()
})
