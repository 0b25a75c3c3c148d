// @vitest-environment node
import { openDB } from 'idb'
import { expect, it } from 'vitest'
import { entriesIn, keep, loadDraft, newId, openStore, photosOf, readBytes, row, saveDraft } from '../../src/store'
import { readMeta } from '../../src/store/meta'
import { sendableOf } from '../../src/store/photos'
import { round } from '../../src/sync/round'
import { readStatus } from '../../src/sync/status'
import { aHazard, aPhoto, aStart, aStore } from '../builders'
import { FakeServer } from '../sync/server'
import 'fake-indexeddb/auto'

const commands = 300
const photos = 40

/** The records as release 0.1.0 made them: version 1 of the database, word for word. */
async function openAsReleased(personId: string) {
  return openDB(`suicha-${personId}`, 1, {
    upgrade(db) {
      db.createObjectStore('rows', { keyPath: ['kind', 'id'] }).createIndex('kind', 'kind')
      db.createObjectStore('drafts', { keyPath: 'key' })
      const outbox = db.createObjectStore('outbox', { keyPath: 'id' })
      outbox.createIndex('queue', ['state', 'command.seq'])
      outbox.createIndex('check', 'checkId')
      outbox.createIndex('attention', 'attention')
      db.createObjectStore('photos', { keyPath: 'id' }).createIndex('check', 'checkId')
      db.createObjectStore('bytes')
      db.createObjectStore('meta')
    },
  })
}

const rooms = ['rows', 'drafts', 'outbox', 'photos', 'bytes', 'meta'] as const

/** What a store of today holds, carried back into a database of the old shape. */
async function asReleased(personId: string, checkId: string) {
  const made = await aStore()
  const taken = await Promise.all(Array.from({ length: photos }, async () => aPhoto(made, checkId)))
  await keep(made, Array.from({ length: commands - photos }, () => aStart(checkId)))
  for (const photo of taken)
    await keep(made, [aHazard(checkId, [photo])], { 'check/x/start': { at: 7 } })
  await made.db.put('rows', { kind: 'spot_check', id: checkId, row: { id: checkId, number: 'a' }, generation: 0 })
  const old = await openAsReleased(personId)
  for (const room of rooms) {
    const [keys, values] = [await made.db.getAllKeys(room), await made.db.getAll(room)]
    for (const [n, value] of values.entries())
      await old.put(room, value, old.transaction(room).store.keyPath === null ? keys[n] as IDBValidKey : undefined)
  }
  await old.put('meta', 'where-it-stood', 'cursor')
  old.close()
}

it('carries a full outbox, its photos and drafts into the new shape, and sends all of it once', async () => {
  const [personId, checkId] = [newId(), newId()]
  await asReleased(personId, checkId)
  const store = await openStore(personId)

  expect(await entriesIn(store, 'unsent')).toHaveLength(commands)
  expect(await readStatus(store)).toMatchObject({ unsent: commands + photos })
  expect(await loadDraft(store, 'check/x/start')).toEqual({ at: 7 })
  const [photo] = await photosOf(store, checkId)
  expect((await readBytes(store, photo!.id, 'rendition'))!.byteLength).toBe(1000)
  expect(await row(store, 'spot_check', checkId)).toMatchObject({ number: 'a' })

  const server = new FakeServer()
  server.pages = [{ changes: [{ kind: 'spot_check', id: checkId, row: { id: checkId, number: 'b' } }] }]
  expect(await round(server.line(store))).toBe('done')
  expect(server.ledger.size).toBe(commands)
  expect(server.files.size).toBe(photos)
  expect(await sendableOf(store, 'rendition')).toEqual([])
})

it('asks for all rows anew, without offering again what the server has accepted', async () => {
  const [personId, checkId] = [newId(), newId()]
  await asReleased(personId, checkId)
  const store = await openStore(personId)
  expect(await readMeta(store, 'cursor')).toBeNull()
  const server = new FakeServer()
  await round(server.line(store))
  expect(server.asked.find(each => each.includes('/sync/pull'))).not.toContain('cursor')
  expect(await row(store, 'spot_check', checkId)).toBeNull()
  const pushes = server.pushes.length
  await round(server.line(store))
  expect(server.pushes).toHaveLength(pushes)
})

it('opens records of today without touching where they stand', async () => {
  const personId = newId()
  const store = await aStore(personId)
  await round(new FakeServer().line(store))
  store.close()
  expect(await readMeta(await openStore(personId), 'cursor')).toBe('c')
})

it('tells a tab whose records a newer app has taken over', async () => {
  const personId = newId()
  const store = await aStore(personId)
  const newer = await openDB(`suicha-${personId}`, 99)
  expect(store.overtaken).toBe(true)
  expect(await saveDraft(store, 'check/1/outcome', { category: 'none' })).toBe('held')
  expect([...store.roomless], 'the bar tells of it').toEqual(['check/1/outcome'])
  newer.close()
})
