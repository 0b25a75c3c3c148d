// @vitest-environment node
import { expect, it, vi } from 'vitest'
import {
  correct,
  entriesIn,
  entriesOf,
  entriesToLookAt,
  keep,
  loadDraft,
  markSeen,
  newId,
  openStore,
  photosOf,
  promiseOf,
  readBytes,
  StorageFull,
} from '../../src/store'
import { settle, unsentAfter } from '../../src/store/outbox'
import { sweep } from '../../src/store/sweep'
import { accepted, aHazard, aKeptPhoto, anAnswer, aPhoto, aStart, aStore, refused } from '../builders'
import { aKeptPhotoWithOriginal, asKept, noteSent } from '../sync/photos'
import 'fake-indexeddb/auto'

const day = 86_400_000

it('keeps record and commands together, in the order of their making', async () => {
  const store = await aStore()
  const checkId = newId()
  await keep(store, [aStart(checkId), anAnswer(checkId)], { 'check/1': { step: 2 } })
  await keep(store, [anAnswer(checkId)])
  const entries = await entriesOf(store, checkId)
  expect(entries.map(({ command }) => [command.seq, command.name])).toEqual([
    [1, 'spot_check.start'],
    [2, 'spot_check.answer'],
    [3, 'spot_check.answer'],
  ])
  expect(await loadDraft(store, 'check/1')).toEqual({ step: 2 })
})

it('does once what two tabs do, the second of which was frozen meanwhile and has not heard of the first', async () => {
  const [store, checkId] = [await aStore(), newId()]
  const hazard = aHazard(checkId, [])
  const [made] = await keep(store, [anAnswer(checkId), hazard], { 'check/1': null })
  expect(await keep(store, [anAnswer(checkId), hazard], { 'check/1': null, 'check/2': 1 })).toEqual([])
  expect(await entriesOf(store, checkId)).toHaveLength(2)
  expect(await loadDraft(store, 'check/2')).toBeNull()
  // Answers may be given as often as one likes, and what was refused may be reported again.
  await keep(store, [anAnswer(checkId)])
  await settle(store, [accepted(made!.id), refused((await entriesOf(store, checkId))[1]!.id, 'party.unknown')])
  expect(await keep(store, [hazard])).toHaveLength(1)
})

it('keeps nothing at all when one command of several cannot be kept', async () => {
  const store = await aStore()
  const checkId = newId()
  const photo = await aPhoto(await aStore(), checkId)
  await expect(keep(store, [aStart(checkId), aHazard(checkId, [photo])], { draft: 1 })).rejects.toThrow('not on this phone')
  expect(await entriesIn(store, 'unsent')).toEqual([])
  expect(await loadDraft(store, 'draft')).toBeNull()
  const [next] = await keep(store, [aStart()])
  expect(next?.seq).toBe(1)
})

it('survives the closing of the app with everything unsent', async () => {
  const store = await aStore('somebody')
  await keep(store, [aStart()])
  store.close()
  const again = await openStore('somebody')
  expect(await unsentAfter(again, 0, 100)).toHaveLength(1)
})

it('shows nothing of one person to another on the same phone', async () => {
  await keep(await aStore(), [aStart()], { draft: 1 })
  const other = await aStore()
  expect(await entriesIn(other, 'unsent')).toEqual([])
  expect(await loadDraft(other, 'draft')).toBeNull()
})

it('takes verdicts as they are: accepted, refused, and to be tried again', async () => {
  const store = await aStore()
  const [one, two, three] = await keep(store, [aStart(), aStart(), aStart()])
  await settle(store, [
    accepted(one!.id, { receipt: 'SF-2026-000001', flags: ['clock.off'] }),
    refused(two!.id, 'spot_check.unknown'),
    { ...accepted(three!.id), verdict: 'retry' },
    accepted(newId()),
  ])
  expect(await entriesIn(store, 'accepted')).toMatchObject([{ id: one!.id, receipt: 'SF-2026-000001', attention: 'flagged' }])
  expect(await entriesIn(store, 'refused')).toMatchObject([{ id: two!.id, code: 'spot_check.unknown', attention: 'refused' }])
  expect(await entriesIn(store, 'unsent')).toMatchObject([{ id: three!.id }])
})

it('never takes a final verdict back', async () => {
  const store = await aStore()
  const [one] = await keep(store, [aStart()])
  await settle(store, [accepted(one!.id)])
  await settle(store, [refused(one!.id, 'command.malformed')])
  expect(await entriesIn(store, 'accepted')).toHaveLength(1)
})

it('corrects a refused command by a new one and keeps the old', async () => {
  const store = await aStore()
  const [wrong] = await keep(store, [aStart()])
  await settle(store, [refused(wrong!.id, 'command.malformed')])
  const right = await correct(store, wrong!.id, aStart())
  expect(right.id).not.toBe(wrong!.id)
  expect(await entriesIn(store, 'corrected')).toMatchObject([{ id: wrong!.id, correctedBy: right.id }])
  expect(await entriesIn(store, 'unsent')).toMatchObject([{ id: right.id }])
  await expect(correct(store, right.id, aStart())).rejects.toThrow('not a refused one')
})

it('asks for attention until its person has looked', async () => {
  const store = await aStore()
  const [one] = await keep(store, [aStart()])
  await settle(store, [refused(one!.id, 'spot_check.unknown')])
  expect(await entriesToLookAt(store)).toHaveLength(1)
  await markSeen(store, one!.id)
  expect(await entriesToLookAt(store)).toEqual([])
  expect(await entriesIn(store, 'refused')).toHaveLength(1)
})

it('keeps accepted work for 14 days, and unsent or refused work for ever', async () => {
  const store = await aStore()
  const [old, no] = await keep(store, [aStart(), aStart(), aStart()])
  const at = new Date(0).toISOString()
  await settle(store, [accepted(old!.id), refused(no!.id, 'spot_check.unknown')], at)
  await sweep(store, 14 * day - 1)
  expect(await entriesIn(store, 'accepted')).toHaveLength(1)
  await sweep(store, 400 * day)
  expect(await entriesIn(store, 'accepted')).toEqual([])
  expect(await entriesIn(store, 'refused')).toHaveLength(1)
  expect(await entriesIn(store, 'unsent')).toHaveLength(1)
})

it('keeps an accepted command as long as its photo is owed', async () => {
  const store = await aStore()
  const photo = await aKeptPhoto(store)
  const [command] = await unsentAfter(store, 0, 1)
  await settle(store, [accepted(command!.id)], new Date(0).toISOString())
  await sweep(store, 400 * day)
  expect(await entriesIn(store, 'accepted')).toHaveLength(1)
  expect(await photosOf(store, photo.checkId)).toHaveLength(1)
})

it('frees a rendition 14 days after it came, and keeps the original that is held back, with its record', async () => {
  const store = await aStore()
  const photo = await aKeptPhotoWithOriginal(store)
  const [command] = await unsentAfter(store, 0, 1)
  await settle(store, [accepted(command!.id)], new Date(0).toISOString())
  await sweep(store, 400 * day)
  expect(await readBytes(store, photo.id, 'rendition')).not.toBeNull()
  await noteSent(store, photo, new Date(0).toISOString())
  await sweep(store, 14 * day)
  expect(await readBytes(store, photo.id, 'rendition')).not.toBeNull()
  await sweep(store, 14 * day + 1)
  expect(await readBytes(store, photo.id, 'rendition')).toBeNull()
  expect(await readBytes(store, photo.id, 'original')).not.toBeNull()
  expect(await asKept(store, photo)).toMatchObject({ rendition: { state: 'sent' }, original: { state: 'unsent' } })
  expect(await entriesIn(store, 'accepted')).toHaveLength(1)
})

it('looks at no photo that waits to be sent when it sweeps', async () => {
  const store = await aStore()
  await Promise.all([1, 2, 3].map(async () => aKeptPhoto(store)))
  const [command] = await unsentAfter(store, 0, 1)
  await settle(store, [accepted(command!.id)])
  const spies = [
    vi.spyOn(IDBObjectStore.prototype, 'openCursor'),
    vi.spyOn(IDBObjectStore.prototype, 'getAll'),
    vi.spyOn(IDBCursor.prototype, 'continue'),
  ]
  await sweep(store, Date.now())
  expect(spies.map(each => each.mock.calls.length)).toEqual([0, 0, 0])
  spies.forEach(each => each.mockRestore())
  expect(await entriesIn(store, 'unsent')).toHaveLength(2)
})

it('promises a photo by the hash and size of its rendition', async () => {
  const store = await aStore()
  const photo = await aPhoto(store, newId(), 1234)
  expect(promiseOf(photo)).toMatchObject({ size: 1234, media_type: 'image/png', original: null, source: 'camera' })
  expect(promiseOf(photo).sha256).toMatch(/^[0-9a-f]{64}$/)
})

it('says that the storage is full and keeps nothing half', async () => {
  const store = await aStore()
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementationOnce(() => {
    throw new DOMException('full', 'QuotaExceededError')
  })
  await expect(keep(store, [aStart()])).rejects.toBeInstanceOf(StorageFull)
  expect(await entriesIn(store, 'unsent')).toEqual([])
})

it('sends a picture that is here twice, whichever copy the command meant', async () => {
  const [store, checkId] = [await aStore(), newId()]
  const photo = await aPhoto(store, checkId)
  await store.db.put('photos', { ...photo, id: newId() })
  const [command] = await keep(store, [aHazard(checkId, [photo])])
  expect((await photosOf(store, checkId)).map(({ promisedBy }) => promisedBy)).toEqual([command?.id, command?.id])
})

it('leaves a photo to the accepted command that promised it first', async () => {
  const [store, checkId] = [await aStore(), newId()]
  const photo = await aPhoto(store, checkId)
  const [first] = await keep(store, [aHazard(checkId, [photo])])
  await settle(store, [accepted(first!.id)])
  await keep(store, [aHazard(checkId, [photo])])
  expect((await photosOf(store, checkId))[0]?.promisedBy).toBe(first?.id)
})

it('drops the draft of a correction together with what it corrects', async () => {
  const store = await aStore()
  const [command] = await keep(store, [aStart()], { correction: 1 })
  await settle(store, [refused(command!.id, 'command.malformed')])
  await correct(store, command!.id, aStart(), { correction: null })
  expect(await loadDraft(store, 'correction')).toBeNull()
  expect((await entriesIn(store, 'corrected')).map(({ id }) => id)).toEqual([command?.id])
})
