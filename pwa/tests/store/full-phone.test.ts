// @vitest-environment node
/** 500 commands with 2,000 photos: nothing is ever read whole. */
import type { Photo, Store } from '../../src/store'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { unzipSync } from 'fflate'
import { beforeAll, expect, it } from 'vitest'
import { exportOutbox, keep, newId } from '../../src/store'
import { keepRendition, unsentFile } from '../../src/store/photos'
import { round } from '../../src/sync/round'
import { readStatus } from '../../src/sync/status'
import { aHazard, aStart, aStore } from '../builders'
import { FakeServer } from '../sync/server'
import 'fake-indexeddb/auto'

const starts = 100
const hazards = 400
const each = 5
/** After so many photos it is looked what of them is still in memory. */
const every = 50

let store: Store

/** A photo whose bytes nobody hashes here: two thousand take long enough. */
async function aQuickPhoto(checkId: string, n: number): Promise<Photo> {
  const bytes = new Uint8Array(2000).fill(7)
  new DataView(bytes.buffer).setUint32(0, n)
  const file = { ...unsentFile, sha256: n.toString(16).padStart(64, '0'), size: bytes.length, media_type: 'image/jpeg' as const }
  const photo: Photo = { id: newId(), checkId, takenAt: new Date(n * 1000).toISOString(), source: 'camera', position: null, state: 'ready', mediaType: 'image/jpeg', rendition: file, original: null, promisedBy: null }
  await keepRendition(store, photo, bytes.buffer)
  return photo
}

beforeAll(async () => {
  store = await aStore()
  const checks = Array.from({ length: starts }, () => newId())
  for (const checkId of checks)
    await keep(store, [aStart(checkId)])
  for (let n = 0; n < hazards; n++) {
    const checkId = checks[n % starts]!
    const photos: Photo[] = []
    for (let k = 0; k < each; k++)
      photos.push(await aQuickPhoto(checkId, n * each + k))
    await keep(store, [aHazard(checkId, photos)])
  }
}, 120_000)

type Told = (method: string, args: unknown[], got: unknown) => void

/** The same records, telling what is asked of the database and what it gave. */
function watched(mine: Store, tell: Told): Store {
  const db = new Proxy(mine.db, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key, target)
      if (typeof value !== 'function')
        return value
      return (...args: unknown[]) => {
        const got = (value as (...given: unknown[]) => unknown).apply(target, args)
        tell(String(key), args, got)
        return got
      }
    },
  })
  return { ...mine, db }
}

it('is counted without reading a photo', async () => {
  const reads: string[] = []
  const mine = watched(store, (method, [room]) => reads.push(`${method} ${String(room)}`))
  expect(await readStatus(mine)).toMatchObject({ unsent: starts + hazards + hazards * each, oldest: new Date(0).toISOString() })
  expect(reads.filter(read => read.startsWith('get') && read.endsWith('photos'))).toEqual([])
})

it('is exported with a few photos in memory at a time', async () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const read: WeakRef<ArrayBuffer>[] = []
  const mine = watched(store, (method, [room], got) => {
    if (method === 'get' && room === 'bytes')
      void (got as Promise<ArrayBuffer>).then(bytes => read.push(new WeakRef(bytes)))
  })
  const held: number[] = []
  const { file } = await exportOutbox(mine, { app: '1', deviceId: newId() }, { kept: false, originals: true }, ({ done }) => {
    if (done % every > 0)
      return
    collect()
    held.push(read.filter(bytes => bytes.deref()).length)
  })
  expect(read).toHaveLength(hazards * each)
  // What was read in the same turn is only let go after it.
  expect(Math.max(...held)).toBeLessThanOrEqual(every)
  expect(Object.keys(unzipSync(new Uint8Array(await file.arrayBuffer())))).toHaveLength(hazards * each + 2)
}, 120_000)

it('is sent oldest first, commands and then photos, each once', async () => {
  const server = new FakeServer()
  expect(await round(server.line(store))).toBe('done')
  const seqs = server.pushes.flatMap(({ commands }) => commands.map(({ seq }) => seq))
  expect(seqs).toEqual(Array.from({ length: starts + hazards }, (_, n) => n + 1))
  const numbers = [...server.files.keys()].map(sha256 => Number.parseInt(sha256, 16))
  expect(numbers).toEqual(Array.from({ length: hazards * each }, (_, n) => n))
  expect(await readStatus(store)).toMatchObject({ unsent: 0, oldest: null })
}, 240_000)
