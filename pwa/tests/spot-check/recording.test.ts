import type { Component } from 'vue'
import type { ChecklistItem } from '../../src/checklists'
import type { Sheet } from '../../src/spot-check/work'
import type { Store } from '../../src/store'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createApp, defineComponent, h, nextTick } from 'vue'
import { loadWork } from '../../src/spot-check/resumed'
import { keepAllAnswers } from '../../src/spot-check/sheets'
import { refuse, sign } from '../../src/spot-check/signing'
import { useLot } from '../../src/spot-check/useLot'
import { useSheet } from '../../src/spot-check/useSheet'
import { draftKeys } from '../../src/spot-check/work'
import { draftKeysIn, entriesOf, loadDraft, openStore, photosOf, saveDraft, StorageFull } from '../../src/store'
import { aPhoneOffline, aPhoneWithACheck, mine, tell } from './on-a-phone'
import { answers, check, checkId, itemNamed, scoredId } from './records'
import 'fake-indexeddb/auto'

const key = draftKeys(checkId).sheet(scoredId)
const changed: Sheet = { answers, at: 'B1-2', changed: true }
const me = { kind: 'inspector' as const, personId: mine, name: '检查员甲' }
const signing = { signer: me, name: '检查员甲', title: '执法人员', digest: 'ab' }
const drawing = new Blob([new Uint8Array([1, 2, 3])])
let phone: Store

beforeEach(async () => {
  phone = await aPhoneWithACheck()
})

afterEach(async () => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
  await Promise.all(['drafts', 'outbox', 'photos', 'bytes', 'rows'].map(async room => phone.db.clear(room as 'drafts')))
  phone.unsaved.clear()
})

async function until(condition: () => boolean) {
  await vi.waitFor(async () => {
    await nextTick()
    expect(condition()).toBe(true)
  })
}

/** Lets nobody write a draft for so long, in milliseconds. */
async function keepBusy(time: number) {
  const held = phone.db.transaction('drafts', 'readwrite')
  const end = performance.now() + time
  while (performance.now() < end)
    await held.store.get('nothing')
}

/** The list as a mounted page holds it. */
async function aPage(fields: Component[] = []) {
  let sheet!: ReturnType<typeof useSheet>
  const app = createApp({ setup: () => {
    sheet = useSheet(checkId, scoredId)
    return () => sheet.sheet.value && fields.map(field => h(field))
  } })
  app.mount(document.createElement('div'))
  await until(() => sheet.sheet.value !== null)
  return sheet
}

it('makes commands of the answers that a killed page left behind', async () => {
  await saveDraft(phone, key, changed)
  await keepAllAnswers(phone)
  expect((await entriesOf(phone, checkId)).map(({ command }) => command.args)).toMatchObject([{ checklist_version_id: scoredId, answers }])
  expect(await loadDraft<Sheet>(phone, key)).toMatchObject({ answers, changed: false })
})

it('does not take back what another tab answers while the answers become a command', async () => {
  await saveDraft(phone, key, changed)
  const newer = { ...changed, answers: { ...answers, 'B1-2': { result: 'conforming', deduction: 0, note: 'newer' } } }
  const getAll = IDBIndex.prototype.getAll
  vi.spyOn(IDBIndex.prototype, 'getAll').mockImplementation(function (this: IDBIndex, ...asked) {
    // The answers have been read, and are not kept yet.
    if (this.objectStore.name === 'photos')
      void phone.db.put('drafts', { key, value: newer, savedAt: new Date(Date.now() + 1).toISOString() })
    return getAll.apply(this, asked)
  })
  await keepAllAnswers(phone)
  vi.restoreAllMocks()
  expect(await loadDraft<Sheet>(phone, key)).toEqual(newer)
  await keepAllAnswers(phone)
  expect((await entriesOf(phone, checkId)).map(({ command }) => command.args)).toMatchObject([{ answers }, { answers: newer.answers }])
})

it('does not take back what another tab still holds while the answers become a command', async () => {
  await saveDraft(phone, key, changed)
  const newer = { ...changed, answers: { ...answers, 'B1-2': { result: 'conforming', deduction: 0, note: 'held' } } }
  const other = await openStore(mine)
  const disk = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError')
  })
  await new Promise(resolve => setTimeout(resolve, 5))
  expect(await saveDraft(other, key, newer)).toBe('held')
  disk.mockRestore()
  await keepAllAnswers(phone)
  expect(await entriesOf(phone, checkId)).toHaveLength(1)
  await new Promise(resolve => setTimeout(resolve, 20))
  await saveDraft(other, 'else', 1)
  other.close()
  expect(await loadDraft<Sheet>(phone, key)).toEqual(newer)
})

it('keeps what one was about to write for oneself when another person signs in', async () => {
  const page = await aPage()
  vi.stubGlobal('requestAnimationFrame', () => undefined)
  page.choose(itemNamed('B1-1'), 'conforming')
  const other = await aPhoneOffline('person-b')
  await page.save()
  expect(await draftKeysIn(other, '')).toEqual([])
  phone = await aPhoneOffline()
  expect((await loadDraft<Sheet>(phone, key))?.answers['B1-1']).toBeDefined()
})

it('finds what is left of a section in order, in one step', async () => {
  const page = await aPage()
  page.choose(itemNamed('B1-1'), 'not_applicable')
  page.chooseAll([itemNamed('B1-2')])
  await page.save()
  const { answers } = (await loadDraft<Sheet>(phone, key))!
  expect([answers['B1-1']!.result, answers['B1-2']!.result]).toEqual(['not_applicable', 'conforming'])
})

it('sends answers on a check that was given to others before they became a command', async () => {
  await saveDraft(phone, key, changed)
  await tell([{ kind: 'spot_check', id: checkId, row: null }])
  await keepAllAnswers(phone)
  expect(await entriesOf(phone, checkId)).toHaveLength(1)
})

it('begins to write down what was just tapped in the moment in which the page goes, and says that nothing follows', async () => {
  const page = await aPage()
  vi.stubGlobal('requestAnimationFrame', () => undefined)
  const [begun, ended] = [vi.spyOn(phone.db, 'transaction'), vi.spyOn(IDBTransaction.prototype, 'commit')]
  page.choose(itemNamed('B1-1'), 'conforming')
  expect(begun).not.toHaveBeenCalled()
  window.dispatchEvent(new Event('pagehide'))
  expect([begun, ended].map(({ mock }) => mock.calls.length)).toEqual([1, 1])
  await vi.waitFor(async () => expect((await loadDraft<Sheet>(phone, key))?.answers['B1-1']).toBeDefined())
  begun.mockClear()
  await page.save()
  window.dispatchEvent(new Event('pagehide'))
  expect(begun.mock.calls.filter(([, mode]) => mode === 'readwrite')).toEqual([])
})

it('keeps the total of a lot with the list, without an answer, also when its one reading is taken back', async () => {
  const column = { ...itemNamed('B1-1'), kind: 'measure' as const, lot: true, measure: { unit: 'mm', readings: 1 } }
  const fields: ReturnType<typeof useLot>[] = []
  const fieldOf = (item: ChecklistItem) => defineComponent({ setup: () => {
    fields.push(useLot(item, undefined))
    return () => null
  } })
  const page = await aPage([column, itemNamed('B1-2')].map(fieldOf))
  fields[1]!.setLot(26)
  page.give(column, { lot: 120, readings: ['200'] })
  page.give(column, null)
  await page.save()
  expect(await loadDraft<Sheet>(phone, key)).toEqual({ answers: {}, lots: { 'B1-1': 120, 'B1-2': 26 }, at: 'B1-1', changed: true })
  fields[1]!.setLot(undefined)
  await page.save()
  expect((await loadDraft<Sheet>(phone, key))!.lots).toEqual({ 'B1-1': 120 })
  await aPage([fieldOf(column)])
  expect(fields.at(-1)!.lot.value).toBe(120)
})

it('adds an answer to what another tab has answered meanwhile', async () => {
  const page = await aPage()
  page.choose(itemNamed('B1-1'), 'conforming')
  await page.save()
  const other = await openStore(mine)
  await saveDraft(other, key, { answers, at: 'B1-2', changed: true })
  await until(() => page.sheet.value?.answers['B1-2'] !== undefined)
  page.choose(itemNamed('B1-1'), 'not_applicable')
  await page.save()
  other.close()
  expect((await loadDraft<Sheet>(phone, key))?.answers).toMatchObject({ 'B1-1': { result: 'not_applicable' }, 'B1-2': answers['B1-2'] })
})

it('shows what was tapped while something older was being read', async () => {
  const page = await aPage()
  page.choose(itemNamed('B1-1'), 'conforming')
  phone.changed()
  page.choose(itemNamed('B1-1'), 'nonconforming')
  await page.save()
  expect(page.sheet.value?.answers['B1-1']?.result).toBe('nonconforming')
})

it('shows what was tapped right before something older was read', async () => {
  const page = await aPage()
  page.choose(itemNamed('B1-1'), 'conforming')
  await page.save()
  const get = IDBObjectStore.prototype.get
  vi.spyOn(IDBObjectStore.prototype, 'get').mockImplementation(function (this: IDBObjectStore, asked) {
    const request = get.call(this, asked)
    // The frame comes while the older answer is on its way.
    const until = performance.now() + (this.name === 'drafts' ? 80 : 0)
    while (performance.now() < until);
    return request
  })
  page.choose(itemNamed('B1-1'), 'nonconforming')
  phone.changed()
  await page.save()
  await new Promise(resolve => setTimeout(resolve, 200))
  expect(page.sheet.value?.answers['B1-1']?.result).toBe('nonconforming')
})

it('is on the disk soon after a tap, without being asked', async () => {
  const page = await aPage()
  page.choose(itemNamed('B1-1'), 'conforming')
  expect(phone.unsaved.size).toBe(0)
  await vi.waitFor(async () => expect(await loadDraft<Sheet>(phone, key)).toMatchObject({ at: 'B1-1', changed: true }))
})

it('is written down once, also where the phone is still writing when its frame is painted', async () => {
  const page = await aPage()
  const put = vi.spyOn(IDBObjectStore.prototype, 'put')
  page.choose(itemNamed('B1-2'), 'conforming')
  const saved = page.save()
  await keepBusy(120)
  await saved
  await page.save()
  expect(put.mock.contexts.filter(room => (room as IDBObjectStore).name === 'drafts')).toHaveLength(1)
})

it('is not drawn again by its own draft being read back', async () => {
  const page = await aPage()
  page.choose(itemNamed('B1-1'), 'conforming')
  await page.save()
  const before = page.sheet.value
  phone.changed()
  await new Promise(resolve => setTimeout(resolve, 60))
  expect(page.sheet.value).toBe(before)
})

it('keeps a signature and its image together', async () => {
  await sign(checkId, signing, drawing)
  const [photo] = await photosOf(phone, checkId)
  expect((await loadWork(phone, check())).signatures).toMatchObject([{ person_id: mine, photoId: photo?.id }])
})

it('keeps neither signature nor image when the phone is full', async () => {
  const put = IDBObjectStore.prototype.put
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...args) {
    if (this.name === 'drafts')
      throw new DOMException('full', 'QuotaExceededError')
    return put.apply(this, args)
  })
  await expect(sign(checkId, signing, drawing)).rejects.toBeInstanceOf(StorageFull)
  expect(await photosOf(phone, checkId)).toEqual([])
})

it('replaces a signature by the refusal of the same person, and leaves the others', async () => {
  const party = { ...signing, signer: { kind: 'party' as const, personId: null, name: '' } }
  await sign(checkId, party, drawing)
  await sign(checkId, signing, drawing)
  await refuse(checkId, party, { reason: '有异议', witness: '李监理' })
  const { signatures } = await loadWork(phone, check())
  expect(signatures).toMatchObject([{ person_id: mine }, { signer: 'party', refused: true, photoId: null }])
  expect((await photosOf(phone, checkId)).map(({ id }) => id)).toEqual([signatures[0]?.photoId])
})
