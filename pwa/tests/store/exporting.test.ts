// @vitest-environment node
import { unzipSync } from 'fflate'
import { expect, it } from 'vitest'
import { contentsOf, exportOutbox, keep, keptSizes, newId } from '../../src/store'
import { writeMeta } from '../../src/store/meta'
import { entriesIn, settle } from '../../src/store/outbox'
import { noteFile } from '../../src/store/photos'
import { digestOf } from '../../src/store/said'
import { accepted, aHazard, aKeptPhoto, anAnswer, aPhoto, aStart, aStore, refused } from '../builders'
import 'fake-indexeddb/auto'

const about = { app: '0.1.0', deviceId: newId() }
const unsent = { kept: false, originals: true }

interface Manifest { person_id: string, epoch: string | null, commands: { id: string, digest: string }[], photos: { sha256: string, size: number }[] }

async function opened(file: Blob) {
  const entries = unzipSync(new Uint8Array(await file.arrayBuffer()))
  const text = (name: string) => new TextDecoder().decode(entries[name])
  const lines = text('commands.jsonl').split('\n').filter(Boolean)
  return {
    names: Object.keys(entries),
    entries,
    manifest: JSON.parse(text('manifest.json')) as Manifest,
    commands: lines.map(line => JSON.parse(line) as { id: string, seq: number }),
  }
}

it('writes what is unsent into one file that any tool opens, and keeps all of it', async () => {
  const store = await aStore()
  const photo = await aKeptPhoto(store)
  const [start] = await keep(store, [aStart()])
  await writeMeta(store, 'epoch', 'an epoch')
  const { file, commands, photos } = await exportOutbox(store, about, unsent)
  const found = await opened(file)
  expect([commands, photos, file.type]).toEqual([2, 1, 'application/zip'])
  expect(found.names).toEqual(['manifest.json', 'commands.jsonl', `photos/${photo.rendition!.sha256}`])
  expect(found.manifest).toMatchObject({ format: 'suicha-outbox', version: 1, app: '0.1.0', person_id: store.personId, device_id: about.deviceId, epoch: 'an epoch' })
  expect(found.manifest.photos).toEqual([{ sha256: photo.rendition!.sha256, size: 1000 }])
  expect(found.manifest.commands[1]).toEqual({ id: start!.id, digest: await digestOf(start!) })
  expect(found.commands[1]).toEqual(start)
  expect(found.entries[found.names[2]!]).toHaveLength(1000)
  expect(await entriesIn(store, 'unsent')).toHaveLength(2)
  const again = await opened((await exportOutbox(store, about, unsent)).file)
  expect(again.manifest.commands).toEqual(found.manifest.commands)
})

it('leaves out what the server has, unless it is asked for, and never what it refused', async () => {
  const store = await aStore()
  const photo = await aKeptPhoto(store)
  const [sent, wrong] = await keep(store, [aStart(), aStart()])
  await settle(store, [accepted(photo.promisedBy ?? ''), accepted(sent!.id), refused(wrong!.id, 'spot_check.unknown')])
  const [hazard] = await entriesIn(store, 'unsent')
  await settle(store, [accepted(hazard!.id)])
  await noteFile(store, { photoId: photo.id, part: 'rendition' }, () => ({ state: 'sent', sentAt: new Date().toISOString() }))
  expect(await contentsOf(store, unsent)).toEqual({ commands: [], photos: [], bytes: 0 })
  const kept = await contentsOf(store, { kept: true, originals: true })
  expect(kept.commands.map(({ id }) => id)).toEqual([hazard!.id, sent!.id])
  expect(kept.bytes).toBe(1000)
})

it('does not list, nor count as kept, a picture whose bytes went because the server has had it for long', async () => {
  const store = await aStore()
  const photo = await aKeptPhoto(store)
  const rendition = { photoId: photo.id, part: 'rendition' } as const
  await noteFile(store, rendition, () => ({ state: 'sent', sentAt: new Date(Date.now() - 13 * 86_400_000).toISOString() }))
  expect((await contentsOf(store, { kept: true, originals: false })).bytes).toBe(1000)
  expect((await keptSizes(store)).evidence).toBe(1000)
  await noteFile(store, rendition, () => ({ state: 'sent', sentAt: new Date(Date.now() - 15 * 86_400_000).toISOString() }))
  expect((await contentsOf(store, { kept: true, originals: false })).photos).toEqual([])
  expect((await keptSizes(store)).evidence).toBe(0)
})

it('lists a photo whose bytes this phone has lost, so that the desk names it', async () => {
  const store = await aStore()
  const photo = await aKeptPhoto(store)
  await store.db.delete('bytes', `${photo.id}/rendition`)
  const { names, manifest } = await opened((await exportOutbox(store, about, unsent)).file)
  expect(names).toEqual(['manifest.json', 'commands.jsonl'])
  expect(manifest.photos).toHaveLength(1)
})

it('holds a picture that was taken in twice once, and no photo that nothing promises', async () => {
  const store = await aStore()
  const checkId = newId()
  await aPhoto(store, checkId)
  const photo = await aPhoto(store, checkId)
  await keep(store, [aHazard(checkId, [photo]), aHazard(checkId, [photo])])
  expect((await contentsOf(store, unsent)).photos.map(({ sha256 }) => sha256)).toEqual([photo.rendition!.sha256])
})

it('writes many photos one after another and tells how far it is', async () => {
  const store = await aStore()
  const checkId = newId()
  const photos = []
  for (let n = 0; n < 40; n++)
    photos.push(await aPhoto(store, checkId, 2000))
  await keep(store, [aHazard(checkId, photos), anAnswer(checkId)])
  const told: number[] = []
  const { file } = await exportOutbox(store, about, unsent, ({ done }) => told.push(done))
  expect(told).toEqual(photos.map((_, n) => n))
  expect((await opened(file)).names).toHaveLength(42)
})

it('digests what a command says as the server does', async () => {
  const args = { spot_check_id: '00000000-0000-7000-8000-000000000001', started_at: '2026-11-20T02:00:00Z', position: { lat: 30.205, lon: 120, accuracy_m: 1e-7, fix_age_ms: 1e21, source: 'gps' as const } }
  const command = { id: newId(), name: 'spot_check.start' as const, v: 1 as const, args, made_at: '2026-11-20T02:00:00.000Z', seq: 7 }
  // By the server's own canonical_json.dumps.
  expect(await digestOf(command)).toBe('1b5fb33a785511baf19d7201c9eb5f758f15fde81573c4bef0bc7db90514cde0')
})
