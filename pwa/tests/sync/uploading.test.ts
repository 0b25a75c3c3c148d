// @vitest-environment node
import { expect, it } from 'vitest'
import { entriesIn, keep, newId, photosOf, sendAgain } from '../../src/store'
import { unsentAfter } from '../../src/store/outbox'
import { round } from '../../src/sync/round'
import { readStatus } from '../../src/sync/status'
import { accepted, aHazard, aKeptPhoto, aPhoto, aStore, refused } from '../builders'
import { FakeServer, refusal } from './server'
import 'fake-indexeddb/auto'

const isPiece = ({ method }: { method: string }) => method === 'PATCH'

it('sends photos after the command that promised them, in pieces of 512 KiB', async () => {
  const [store, server] = [await aStore(), new FakeServer()]
  const photo = await aKeptPhoto(store, 1_200_000)
  expect(await readStatus(store)).toMatchObject({ unsent: 2 })
  expect(await round(server.line(store))).toBe('done')
  const { sha256 } = photo.rendition!
  expect(server.files.get(sha256)).toHaveLength(1_200_000)
  expect(server.countOf('PATCH', '/api/v1/uploads')).toBe(3)
  expect(server.asked[0]).toBe('POST /api/v1/sync/push')
  expect(await readStatus(store)).toMatchObject({ unsent: 0 })
})

it('sends nothing of a photo whose promise was refused', async () => {
  const [store, server] = [await aStore(), new FakeServer()]
  await aKeptPhoto(store)
  server.verdictOf = id => refused(id, 'party.unknown')
  await round(server.line(store))
  expect(server.countOf('HEAD', '/api/v1/uploads')).toBe(0)
  expect(await readStatus(store)).toMatchObject({ unsent: 1, refused: 1 })
})

it.each([1, 511, 512 * 1024 - 1])('continues an upload that was cut after %i bytes where it stopped', async (bytes) => {
  const [store, server] = [await aStore(), new FakeServer()]
  const photo = await aKeptPhoto(store, 600_000)
  const { sha256 } = photo.rendition!
  server.cutPieceAfter(sha256, bytes)
  expect(await round(server.line(store))).toBe('later')
  expect(await readStatus(store)).toMatchObject({ unsent: 1 })
  expect(await round(server.line(store))).toBe('done')
  expect(server.files.get(sha256)).toHaveLength(600_000)
  expect(await readStatus(store)).toMatchObject({ unsent: 0 })
})

it('takes a lost answer to the last piece for what it was: success', async () => {
  const [store, server] = [await aStore(), new FakeServer()]
  const photo = await aKeptPhoto(store)
  server.once(isPiece, 'cut')
  expect(await round(server.line(store))).toBe('later')
  expect(await round(server.line(store))).toBe('done')
  expect(server.files.get(photo.rendition!.sha256)).toHaveLength(1000)
  expect(server.countOf('PATCH', '/api/v1/uploads')).toBe(1)
})

it('asks where the server stands when another phone has sent a piece meanwhile', async () => {
  const [store, server] = [await aStore(), new FakeServer()]
  const photo = await aKeptPhoto(store)
  const { sha256 } = photo.rendition!
  server.faults.push((asked) => {
    if (isPiece(asked) && !server.files.has(sha256))
      server.files.set(sha256, Array.from({ length: 400 }, () => 0))
    return null
  })
  expect(await round(server.line(store))).toBe('done')
  expect(server.files.get(sha256)).toHaveLength(1000)
})

it('does not let one bad photo hold up the others', async () => {
  const [store, server] = [await aStore(), new FakeServer()]
  const bad = await aKeptPhoto(store)
  const good = await aKeptPhoto(store)
  server.faults.push(({ method, path }) =>
    method === 'PATCH' && path.endsWith(bad.rendition!.sha256) ? refusal(422, 'photo.not_an_image') : null)
  expect(await round(server.line(store))).toBe('done')
  expect(server.files.has(good.rendition!.sha256)).toBe(true)
  expect((await photosOf(store, bad.checkId))[0]?.rendition).toMatchObject({ state: 'refused', code: 'photo.not_an_image' })
  expect(await readStatus(store)).toMatchObject({ unsent: 0, refused: 1 })
  await sendAgain(store, bad.id)
  expect(await readStatus(store)).toMatchObject({ unsent: 1, refused: 0 })
})

it('puts a photo that the server fails at behind the others', async () => {
  const [store, server] = [await aStore(), new FakeServer()]
  const heavy = await aKeptPhoto(store)
  await aKeptPhoto(store)
  const fails = ({ method, path }: { method: string, path: string }) =>
    method === 'PATCH' && path.endsWith(heavy.rendition!.sha256)
  server.faults.push(asked => fails(asked) ? refusal(500, 'server.fault') : null)
  expect(await round(server.line(store))).toBe('later')
  expect(server.files.size).toBe(1)
  expect(await readStatus(store)).toMatchObject({ unsent: 1 })
  await aKeptPhoto(store)
  server.asked.length = 0
  expect(await round(server.line(store))).toBe('later')
  expect(server.asked.filter(each => each.startsWith('PATCH')).at(-1)).toContain(heavy.rendition!.sha256)
})

it('tries a mismatched hash a few times before it believes it', async () => {
  const [store, server] = [await aStore(), new FakeServer()]
  const photo = await aKeptPhoto(store)
  server.faults.push(asked => isPiece(asked) ? refusal(422, 'photo.hash_mismatch') : null)
  for (const state of ['unsent', 'unsent', 'refused']) {
    await round(server.line(store))
    expect((await photosOf(store, photo.checkId))[0]?.rendition?.state).toBe(state)
  }
})

it('waits with photos while the login has ended, and loses none', async () => {
  const [store, server] = [await aStore(), new FakeServer()]
  await aKeptPhoto(store)
  server.once(isPiece, refusal(401, 'login.expired'))
  expect(await round(server.line(store))).toBe('login')
  expect(await readStatus(store)).toMatchObject({ unsent: 1 })
  expect(await round(server.line(store))).toBe('done')
})

it('sends renditions before originals and counts the originals apart', async () => {
  const store = await aStore()
  const server = new FakeServer()
  const checkId = newId()
  const photo = await aPhoto(store, checkId)
  const original = new Uint8Array(3000).buffer
  await store.db.put('bytes', original, `${photo.id}/original`)
  const file = { ...photo.rendition!, sha256: 'f'.repeat(64), size: 3000 }
  await store.db.put('photos', { ...photo, original: file })
  await keep(store, [aHazard(checkId, await photosOf(store, checkId))])
  expect(await readStatus(store)).toMatchObject({ unsent: 2, originals: 1 })
  await round(server.line(store))
  const sent = server.asked.filter(each => each.startsWith('PATCH')).map(each => each.slice(-64))
  expect(sent).toEqual([photo.rendition!.sha256, file.sha256])
  expect(await readStatus(store)).toMatchObject({ unsent: 0, originals: 0 })
})

it('leaves a photo waiting that the server does not know to be promised', async () => {
  const [store, server] = [await aStore(), new FakeServer()]
  await aKeptPhoto(store)
  const [command] = await unsentAfter(store, 0, 1)
  server.ledger.set(command!.id, accepted(command!.id))
  server.once(({ method }) => method === 'HEAD', new Response(null, { status: 404 }))
  expect(await round(server.line(store))).toBe('later')
  expect(await readStatus(store)).toMatchObject({ unsent: 1 })
  expect(await entriesIn(store, 'accepted')).toHaveLength(1)
})

it('offers a restored server what was freed here long ago, and says what neither of them has any more', async () => {
  const [store, server] = [await aStore(), new FakeServer()]
  const [here, lost] = [await aKeptPhoto(store), await aKeptPhoto(store)]
  server.files.set(here.rendition!.sha256, Array.from({ length: 1000 }, () => 7))
  for (const { id } of [here, lost])
    await store.db.delete('bytes', `${id}/rendition`)
  expect(await round(server.line(store))).toBe('done')
  expect((await photosOf(store, here.checkId))[0]?.rendition).toMatchObject({ state: 'sent' })
  expect((await photosOf(store, lost.checkId))[0]?.rendition).toMatchObject({ state: 'refused', code: 'photo.bytes_missing' })
})
