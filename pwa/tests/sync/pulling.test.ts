// @vitest-environment node
import { expect, it } from 'vitest'
import { entriesIn, keep, loadDraft, readKeeping, row, rowsOf, saveDraft, writeKeeping } from '../../src/store'
import { readMeta } from '../../src/store/meta'
import { round } from '../../src/sync/round'
import { readStatus } from '../../src/sync/status'
import { accepted, aKeptPhoto, aStart, aStore } from '../builders'
import { FakeServer } from './server'
import 'fake-indexeddb/auto'

const site = (id: string, name = id) => ({ kind: 'site', id, row: { id, name } })
const gone = (id: string) => ({ kind: 'site', id, row: null })
const isPull = ({ path }: { path: string }) => path.includes('/sync/pull')

it('mirrors page after page until there is no more', async () => {
  const [store, server] = [await aStore(), new FakeServer()]
  server.pages = [{ changes: [site('a')], cursor: '1', more: true }, { changes: [site('b')], cursor: '2' }]
  expect(await round(server.line(store))).toBe('done')
  expect((await rowsOf(store, 'site')).map(({ id }) => id)).toEqual(['a', 'b'])
  expect(await readMeta(store, 'cursor')).toBe('2')
  expect((await readStatus(store)).lastSync).not.toBeNull()
})

it('goes on from its cursor after a cut, and says nothing of a sync that did not end', async () => {
  const [store, server] = [await aStore(), new FakeServer()]
  server.pages = [{ changes: [site('a')], cursor: '1', more: true }]
  server.once(asked => isPull(asked) && asked.path.includes('cursor=1'), 'unsent')
  expect(await round(server.line(store))).toBe('later')
  expect((await readStatus(store)).lastSync).toBeNull()
  server.pages = [{ changes: [site('b')], cursor: '2' }]
  await round(server.line(store))
  expect(server.asked.at(-1)).toContain('cursor=1')
  expect(await rowsOf(store, 'site')).toHaveLength(2)
})

it('removes what the person may no longer see and replaces what has changed', async () => {
  const [store, server] = [await aStore(), new FakeServer()]
  server.pages = [{ changes: [site('a'), site('b', 'old')] }]
  await round(server.line(store))
  server.pages = [{ changes: [gone('a'), site('b', 'new')] }]
  await round(server.line(store))
  expect(await row(store, 'site', 'a')).toBeNull()
  expect(await row(store, 'site', 'b')).toMatchObject({ name: 'new' })
})

it('gives up on a server that never moves its cursor', async () => {
  const [store, server] = [await aStore(), new FakeServer()]
  server.pages = [{ cursor: '1', more: true }, { cursor: '1', more: true }]
  expect(await round(server.line(store))).toBe('later')
})

it('begins afresh at resync: rows anew, outbox untouched, the last days offered again', async () => {
  const [store, server] = [await aStore(), new FakeServer()]
  const photo = await aKeptPhoto(store)
  server.pages = [{ changes: [site('kept'), site('gone')] }]
  await round(server.line(store))
  await saveDraft(store, 'draft', 31)
  const [unsent] = await keep(store, [aStart()])

  // The server comes back from yesterday's backup: it knows neither the command nor the photo.
  server.restore()
  server.pages = ['resync', { changes: [site('kept')], cursor: 'new' }]
  expect(await round(server.line(store))).toBe('done')

  expect((await rowsOf(store, 'site')).map(({ id }) => id)).toEqual(['kept'])
  expect([...server.ledger.keys()]).toContain(unsent!.id)
  expect(server.ledger.size).toBe(2)
  expect(server.files.has(photo.rendition!.sha256)).toBe(true)
  expect(await loadDraft(store, 'draft')).toBe(31)
  expect(await entriesIn(store, 'unsent')).toEqual([])
})

it('sends a restored server nothing new before what it has lost, each in its order', async () => {
  const [store, server] = [await aStore(), new FakeServer()]
  const old = await keep(store, [aStart(), aStart(), aStart()])
  await round(server.line(store))
  const young = await keep(store, [aStart()])
  server.restore()
  server.pages = ['resync', {}]
  expect(await round(server.line(store))).toBe('done')
  expect([...server.ledger.keys()]).toEqual([...old, ...young].map(({ id }) => id))
  expect(await entriesIn(store, 'unsent')).toEqual([])
})

it('offers everything again also when the pull was to begin afresh just as the server was restored', async () => {
  const [store, server] = [await aStore(), new FakeServer()]
  const photo = await aKeptPhoto(store)
  await round(server.line(store))
  await writeKeeping(store, { checks: 5 })
  server.restore()
  // Without a cursor the server has no reason to answer `resync`.
  expect(await round(server.line(store))).toBe('done')
  expect(server.ledger.size).toBe(1)
  expect(server.files.has(photo.rendition!.sha256)).toBe(true)
})

it('waits with what the restored server is not ready for, and sends it again', async () => {
  const [store, server] = [await aStore(), new FakeServer()]
  await keep(store, [aStart()])
  await round(server.line(store))
  server.restore()
  server.verdictOf = id => ({ ...accepted(id), verdict: 'retry' })
  server.pages = ['resync', {}]
  expect(await round(server.line(store))).toBe('done')
  expect(await entriesIn(store, 'unsent')).toHaveLength(1)
  server.verdictOf = accepted
  await round(server.line(store))
  expect(await entriesIn(store, 'accepted')).toHaveLength(1)
})

it('is not stopped for good by a server that is lost in the middle of being offered everything', async () => {
  const [store, server] = [await aStore(), new FakeServer()]
  const made = await keep(store, [aStart(), aStart()])
  await round(server.line(store))
  server.restore()
  server.pages = ['resync']
  server.once(asked => isPull(asked) && !asked.path.includes('cursor'), 'unsent')
  expect(await round(server.line(store))).toBe('later')
  expect(server.ledger.size).toBe(0)
  expect(await round(server.line(store))).toBe('done')
  expect([...server.ledger.keys()]).toEqual(made.map(({ id }) => id))
})

it('keeps an inspector\'s checks on the phone when the network goes in the middle of a resync', async () => {
  const [store, server] = [await aStore(), new FakeServer()]
  server.pages = [{ changes: [site('a'), site('b')] }]
  await round(server.line(store))
  server.pages = ['resync', { changes: [site('a')], cursor: 'n1', more: true }]
  server.once(asked => isPull(asked) && asked.path.includes('cursor=n1'), 'unsent')
  expect(await round(server.line(store))).toBe('later')
  expect(await rowsOf(store, 'site')).toHaveLength(2)
  server.pages = [{ cursor: 'n2' }]
  await round(server.line(store))
  expect((await rowsOf(store, 'site')).map(({ id }) => id)).toEqual(['a'])
})

it('does not take a page for the whole when the pull was begun anew while it was under way', async () => {
  const [store, server] = [await aStore(), new FakeServer()]
  server.pages = [{ changes: [site('a'), site('b')], cursor: '1' }]
  await round(server.line(store))
  await writeKeeping(store, { checks: 1 })

  // The person wants more of the past just while a pull is under way that has only one change to tell.
  server.pages = [{ changes: [site('b', 'new')], cursor: '2' }, { changes: [site('a'), site('b', 'new')], cursor: '3' }]
  const line = server.line(store)
  let wasChosen = false
  const outcome = await round({
    ...line,
    send: async (path, init) => {
      const answer = await line.send(path, init)
      if (isPull({ path }) && !wasChosen)
        await writeKeeping(store, { checks: 3 })
      wasChosen ||= isPull({ path })
      return answer
    },
  })
  expect(outcome).toBe('done')
  expect(server.asked.at(-1)).not.toContain('cursor')
  expect((await rowsOf(store, 'site')).map(({ id }) => id)).toEqual(['a', 'b'])
  expect(await readMeta(store, 'cursor')).toBe('3')
})

it('changes only what was chosen of what is kept', async () => {
  const store = await aStore()
  await Promise.all([writeKeeping(store, { checks: 4 }), writeKeeping(store, { thumbs: false })])
  expect(await readKeeping(store)).toEqual({ checks: 4, thumbs: false })
})
