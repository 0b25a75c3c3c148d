// @vitest-environment node
import { expect, it, vi } from 'vitest'
import { correct, entriesIn, keep, newId, StorageFull } from '../../src/store'
import { readMeta, writeMeta } from '../../src/store/meta'
import { round } from '../../src/sync/round'
import { readStatus } from '../../src/sync/status'
import { accepted, anAnswer, aStart, aStore, refused } from '../builders'
import { FakeServer, refusal } from './server'
import 'fake-indexeddb/auto'

const isPush = ({ path }: { path: string }) => path.includes('/sync/push')
const many = (n: number) => Array.from({ length: n }, () => aStart())

it('sends what was recorded, oldest first, and knows the receipt', async () => {
  const [store, server] = [await aStore(), new FakeServer()]
  const checkId = newId()
  const commands = await keep(store, [aStart(checkId), anAnswer(checkId)])
  server.verdictOf = id => accepted(id, { receipt: 'SF-2026-000001' })
  expect(await round(server.line(store))).toBe('done')
  expect(server.pushes[0]?.commands).toEqual(commands)
  expect(server.pushes[0]).toMatchObject({ device_id: 'device-1', sent_at: expect.stringMatching(/Z$/) as string })
  expect(await entriesIn(store, 'accepted')).toMatchObject([{ receipt: 'SF-2026-000001' }, { receipt: 'SF-2026-000001' }])
  expect(await readStatus(store)).toMatchObject({ unsent: 0, refused: 0, oldest: null })
})

it('sends again after a lost answer, and the server counts it once', async () => {
  const [store, server] = [await aStore(), new FakeServer()]
  await keep(store, [aStart()])
  server.once(isPush, 'cut')
  expect(await round(server.line(store))).toBe('later')
  expect(await entriesIn(store, 'unsent')).toHaveLength(1)
  expect(await round(server.line(store))).toBe('done')
  expect(server.pushes).toHaveLength(2)
  expect(server.ledger.size).toBe(1)
  expect(await entriesIn(store, 'accepted')).toHaveLength(1)
})

it('has no room for the verdict, which is no fault of the app: it sends again when there is, and it counts once', async () => {
  const [store, server] = [await aStore(), new FakeServer()]
  await keep(store, [aStart()])
  const disk = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError')
  })
  expect(await round(server.line(store))).toBe('full')
  disk.mockRestore()
  expect(await entriesIn(store, 'unsent')).toHaveLength(1)
  expect(await round(server.line(store))).toBe('done')
  expect(server.ledger.size).toBe(1)
})

it('is told of a full phone, not of a fault, where only the clock is to be noted', async () => {
  const store = await aStore()
  const disk = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError')
  })
  await expect(writeMeta(store, 'clockOffset', 1)).rejects.toThrow(StorageFull)
  disk.mockRestore()
})

it.each([
  ['is a captive portal', () => new Response('<html>sign in to the wifi</html>', { status: 200 })],
  ['has no verdicts', () => new Response('{}', { status: 200 })],
  ['is an error of a proxy', () => new Response('bad gateway', { status: 502 })],
  ['asks for patience', () => refusal(429, 'push.too_often')],
])('deletes nothing before it has read its verdict: the answer %s', async (_what, answer) => {
  const [store, server] = [await aStore(), new FakeServer()]
  await keep(store, [aStart()])
  server.once(isPush, answer())
  expect(await round(server.line(store))).toBe('later')
  expect(await entriesIn(store, 'unsent')).toHaveLength(1)
})

it('leaves the outbox alone when the login has ended in the middle, and goes on after it', async () => {
  const [store, server] = [await aStore(), new FakeServer()]
  await keep(store, many(150))
  server.once(asked => isPush(asked) && server.pushes.length === 1, refusal(401, 'login.expired'))
  expect(await round(server.line(store))).toBe('login')
  expect(await entriesIn(store, 'unsent')).toHaveLength(50)
  await keep(store, [aStart()])
  expect(await round(server.line(store))).toBe('done')
  expect(server.ledger.size).toBe(151)
})

it('lets the rest go on when one is to be tried again, and asks for that one once in a round', async () => {
  const [store, server] = [await aStore(), new FakeServer()]
  const commands = await keep(store, many(3))
  const late = commands[1]!.id
  server.verdictOf = id => ({ ...accepted(id), verdict: id === late ? 'retry' : 'accepted' })
  expect(await round(server.line(store))).toBe('done')
  expect((await entriesIn(store, 'unsent')).map(({ id }) => id)).toEqual([late])
  expect(server.pushes).toHaveLength(1)
  server.verdictOf = id => accepted(id)
  await round(server.line(store))
  expect(await entriesIn(store, 'unsent')).toEqual([])
})

it('shows a refusal, lets it be corrected, and is not stopped by it', async () => {
  const [store, server] = [await aStore(), new FakeServer()]
  const [bad] = await keep(store, many(3))
  server.verdictOf = id => id === bad!.id ? refused(id, 'spot_check.unknown') : accepted(id)
  await round(server.line(store))
  expect(await readStatus(store)).toMatchObject({ unsent: 0, refused: 1 })
  expect(await entriesIn(store, 'accepted')).toHaveLength(2)
  await correct(store, bad!.id, aStart())
  await round(server.line(store))
  expect(await readStatus(store)).toMatchObject({ unsent: 0, refused: 0 })
})

it('counts what was accepted and flagged', async () => {
  const [store, server] = [await aStore(), new FakeServer()]
  await keep(store, [aStart()])
  server.verdictOf = id => accepted(id, { flags: ['clock.off'] })
  await round(server.line(store))
  expect(await readStatus(store)).toMatchObject({ unsent: 0, refused: 0, flagged: 1 })
})

it('pushes at most 100 commands and 1 MiB together', async () => {
  const [store, server] = [await aStore(), new FakeServer()]
  await keep(store, many(205))
  await keep(store, Array.from({ length: 7 }, () => anAnswer(newId(), '隐'.repeat(80_000))))
  expect(await round(server.line(store))).toBe('done')
  expect(server.pushes.map(({ commands }) => commands.length)).toEqual([100, 100, 9, 3])
  for (const push of server.pushes)
    expect(new TextEncoder().encode(JSON.stringify(push)).length).toBeLessThanOrEqual(1024 * 1024)
})

it('finds the one command that spoils a batch, and sends the others', async () => {
  const [store, server] = [await aStore(), new FakeServer()]
  const commands = await keep(store, many(9))
  const bad = commands[5]!.id
  server.faults.push(({ path, init }) =>
    isPush({ path }) && (init.body as string).includes(bad) ? refusal(422, 'command.malformed') : null)
  expect(await round(server.line(store))).toBe('done')
  expect(await entriesIn(store, 'refused')).toMatchObject([{ id: bad, code: 'command.malformed' }])
  expect(await entriesIn(store, 'accepted')).toHaveLength(8)
})

it('sends nothing under another person\'s login', async () => {
  const [store, server] = [await aStore(), new FakeServer()]
  await keep(store, [aStart()])
  server.signedInAs = 'somebody else'
  expect(await round(server.line(store))).toBe('stopped')
  expect(server.asked).toEqual([])
  expect(await entriesIn(store, 'unsent')).toHaveLength(1)
})

it('measures how far its clock is from the server\'s', async () => {
  const [store, server] = [await aStore(), new FakeServer()]
  server.pages = [{ server_time: new Date(Date.now() + 3_600_000).toISOString() }]
  await round(server.line(store))
  const offset = await readMeta(store, 'clockOffset') ?? 0
  expect(Math.round(offset / 60_000)).toBe(60)
})
