// @vitest-environment node
import type { PastCheck, Store } from '../../src/store'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { keptSizes, readCalendar, readThumb, row, StorageFull, writeKeeping } from '../../src/store'
import { keepThumb } from '../../src/store/keeping'
import { fetchBeside, roomForEvidence } from '../../src/sync/background'
import { round } from '../../src/sync/round'
import { aKeptPhoto, aStore } from '../builders'
import { FakeServer } from './server'
import 'fake-indexeddb/auto'

const shaOf = (n: number) => String(n).padStart(64, '0')

function pastCheck(n: number): PastCheck {
  return {
    id: `check-${n}`,
    number: `随示检-2026-00000${n}`,
    submitted_at: `2026-10-0${9 - n}T02:00:00Z`,
    result_category: 'rectify_by_date',
    score: '92.0',
    findings: 1,
    inspectors: ['检查员甲'],
    answers: {},
    hazards: [],
    photos: [{ sha256: shaOf(n), hazard_id: null, taken_at: '2026-10-01T02:00:00Z' }],
  }
}

const history = { kind: 'history', id: 'site', row: { id: 'site', site_id: 'site', hazards: [], checks: [1, 2, 3, 4, 5].map(pastCheck) } }
const calendar = { years: [{ year: 2026, provisional: false, days_off: ['2026-10-01'], days_on: [] }] }

class ServerWithPictures extends FakeServer {
  broken = new Set<string>()

  override line(store: Store) {
    const line = super.line(store)
    return { ...line, send: async (path: string, init: RequestInit) => this.picture(path) ?? line.send(path, init) }
  }

  private picture(path: string): Response | null {
    if (path.endsWith('/sync/calendar'))
      return new Response(JSON.stringify(calendar))
    if (!path.endsWith('/thumb'))
      return null
    this.asked.push(`GET ${path}`)
    const sha256 = path.split('/').at(-2)!
    return this.broken.has(sha256) ? new Response('', { status: 503 }) : new Response(new Uint8Array(1000))
  }
}

async function aPhoneWithAPast() {
  const [store, server] = [await aStore(), new ServerWithPictures()]
  server.pages = [{ changes: [history] }]
  await round(server.line(store))
  return { store, server, line: server.line(store) }
}

beforeEach(() => vi.stubGlobal('navigator', {}))
afterEach(() => vi.unstubAllGlobals())

it('keeps the last two checks of a site and their pictures, and says what they take', async () => {
  const { store, line } = await aPhoneWithAPast()
  await fetchBeside(line)
  expect((await row(store, 'history', 'site'))!.checks.map(({ id }) => id)).toEqual(['check-1', 'check-2'])
  expect((await readThumb(store, shaOf(2)))!.byteLength).toBe(1000)
  expect(await readThumb(store, shaOf(3))).toBeNull()
  expect(await keptSizes(store)).toMatchObject({ thumbs: 2000, evidence: 0 })
  expect((await keptSizes(store)).past).toBeGreaterThan(100)
})

it('removes what is no longer wanted at once, and fetches what is wanted besides with the next pull', async () => {
  const { store, server, line } = await aPhoneWithAPast()
  await fetchBeside(line)
  await writeKeeping(store, { checks: 1, thumbs: true })
  expect((await row(store, 'history', 'site'))!.checks).toHaveLength(1)
  expect(await readThumb(store, shaOf(2))).toBeNull()

  await writeKeeping(store, { checks: 3, thumbs: true })
  server.pages = [{ changes: [history] }]
  await round(line)
  await fetchBeside(line)
  expect(server.asked.filter(each => each.includes('/sync/pull')).at(-1)).not.toContain('cursor')
  expect((await row(store, 'history', 'site'))!.checks).toHaveLength(3)
  expect(await readThumb(store, shaOf(3))).not.toBeNull()

  await writeKeeping(store, { checks: 3, thumbs: false })
  expect((await keptSizes(store)).thumbs).toBe(0)
})

it('removes the pictures of a site that is no longer this person\'s', async () => {
  const { store, server, line } = await aPhoneWithAPast()
  await fetchBeside(line)
  server.pages = [{ changes: [{ ...history, row: null }] }]
  await round(line)
  await fetchBeside(line)
  expect((await keptSizes(store)).thumbs).toBe(0)
})

it('fetches each picture once, and is not held up by one that fails', async () => {
  const { store, server, line } = await aPhoneWithAPast()
  server.broken.add(shaOf(1))
  await fetchBeside(line)
  expect(await readThumb(store, shaOf(2))).not.toBeNull()
  server.broken.clear()
  await fetchBeside(line)
  expect(server.countOf('GET', `/api/v1/photos/${shaOf(2)}/thumb`)).toBe(1)
  expect(await readThumb(store, shaOf(1))).not.toBeNull()
})

it('fetches no picture where the room is needed for evidence', async () => {
  const { store, line } = await aPhoneWithAPast()
  vi.stubGlobal('navigator', { storage: {
    estimate: async () => ({ quota: roomForEvidence, usage: 1 }),
    persisted: async () => true,
  } })
  await fetchBeside(line)
  expect((await keptSizes(store)).thumbs).toBe(0)
})

it('lets evidence have the room that pictures take when the phone is full', async () => {
  const { store } = await aPhoneWithAPast()
  await keepThumb(store, shaOf(1), new ArrayBuffer(1000))
  let left = 1
  const put = IDBObjectStore.prototype.put
  IDBObjectStore.prototype.put = function (...args) {
    if (this.name === 'bytes' && left > 0) {
      left -= 1
      throw new DOMException('full', 'QuotaExceededError')
    }
    return put.apply(this, args)
  }
  await aKeptPhoto(store)
  expect(await readThumb(store, shaOf(1))).toBeNull()
  // With nothing left to clear away, the person is told.
  left = 1
  await expect(aKeptPhoto(store)).rejects.toThrow(StorageFull)
  IDBObjectStore.prototype.put = put
})

it('keeps the working days, and asks for them once a day', async () => {
  const { store, line } = await aPhoneWithAPast()
  expect(await readCalendar(store)).toBeNull()
  await fetchBeside(line)
  expect(await readCalendar(store)).toEqual(calendar)
})
