/** What this phone keeps of the past for looking at without a network: the person chooses, and sees what it takes. */
import type { Keeping, Store } from './database'
import type { Calendar, HazardRow, PastCheck, SiteHistory } from './rows'
import { batchesOf } from './batches'
import { write } from './database'
import { keptAtFirst, readMeta, writeMeta } from './meta'
import { rowsOf } from './mirror'
import { isPast } from './sweep'
import { fetchAnew } from './upgrade'

export const mostChecks = 5

export async function readKeeping(store: Store): Promise<Keeping> {
  return await readMeta(store, 'keeping') ?? keptAtFirst
}

/** Notes what is wanted otherwise than before; what is no longer wanted goes at once, what is wanted besides comes with the next pull. */
export async function writeKeeping(store: Store, change: Partial<Keeping>): Promise<void> {
  await write(store, ['meta', 'rows'], async (transaction) => {
    const meta = transaction.objectStore('meta')
    const before = await meta.get('keeping') as Keeping | undefined ?? keptAtFirst
    const keeping = { ...before, ...change }
    await meta.put(keeping, 'keeping')
    for await (const cursor of transaction.objectStore('rows').index('kind').iterate('history')) {
      const row = cursor.value.row as SiteHistory
      await cursor.update({ ...cursor.value, row: { ...row, checks: row.checks.slice(0, keeping.checks) } })
    }
    if (keeping.checks > before.checks)
      await fetchAnew(meta)
  })
  await dropUnwanted(store)
}

type Pictured = Pick<HazardRow, 'photos' | 'after_photos'>
const ofHazard = ({ photos, after_photos: after = [] }: Pictured) => [...photos, ...after].map(({ sha256 }) => sha256)
const ofCheck = ({ photos }: PastCheck) => photos.map(({ sha256 }) => sha256)

/** The pictures that are to be on this phone: those of hazards first, then the checks', the newest first. */
export async function wantedThumbs(store: Store): Promise<string[]> {
  const { thumbs } = await readKeeping(store)
  if (!thumbs)
    return []
  const [hazards, sites] = await Promise.all([rowsOf(store, 'hazard'), rowsOf(store, 'history')])
  const past = sites.flatMap(({ checks }) => checks).sort((a, b) => (a.submitted_at < b.submitted_at ? 1 : -1))
  return [...new Set([
    ...hazards.flatMap(ofHazard),
    ...sites.flatMap(site => site.hazards.flatMap(ofHazard)),
    ...past.flatMap(ofCheck),
  ])]
}

/** Removes the thumbnails that nothing on this phone shows any more. */
export async function dropUnwanted(store: Store): Promise<void> {
  const wanted = new Set(await wantedThumbs(store))
  const needless = (await store.db.getAllKeys('thumbs')).filter(sha256 => !wanted.has(sha256))
  if (needless.length > 0) {
    await write(store, ['thumbs'], async (transaction) => {
      for (const sha256 of needless)
        await transaction.objectStore('thumbs').delete(sha256)
    })
  }
}

/** The thumbnails that are wanted and not here yet. */
export async function missingThumbs(store: Store): Promise<string[]> {
  const here = new Set(await store.db.getAllKeys('thumbs'))
  return (await wantedThumbs(store)).filter(sha256 => !here.has(sha256))
}

export async function keepThumb(store: Store, sha256: string, bytes: ArrayBuffer): Promise<void> {
  await write(store, ['thumbs'], async transaction => transaction.objectStore('thumbs').put({ sha256, bytes }))
}

/** A kept thumbnail of any photo of a hazard or of a past check; null when it is not on this phone. */
export async function readThumb(store: Store, sha256: string): Promise<ArrayBuffer | null> {
  return (await store.db.get('thumbs', sha256))?.bytes ?? null
}

/** The working days as the server last told them; null before it has. */
export async function readCalendar(store: Store): Promise<Calendar | null> {
  return await readMeta(store, 'calendar') ?? null
}

export async function keepCalendar(store: Store, calendar: Calendar, at = new Date().toISOString()): Promise<void> {
  await writeMeta(store, 'calendar', calendar)
  await writeMeta(store, 'calendarAt', at)
}

/** Bytes on this phone by what they are for; rows are counted as the JSON they came as. */
export interface KeptSizes { past: number, thumbs: number, evidence: number, photos: number, lists: number }

const sizeOf = (rows: readonly object[]) => rows.length > 0 ? new TextEncoder().encode(JSON.stringify(rows)).length : 0

const sum = (numbers: readonly number[]) => numbers.reduce((all, n) => all + n, 0)

async function evidenceOf(store: Store): Promise<Pick<KeptSizes, 'evidence' | 'photos'>> {
  const found = { evidence: 0, photos: 0 }
  for await (const photos of batchesOf(store, 'photos')) {
    found.photos += photos.length
    const here = photos.flatMap(({ rendition, original }) => [rendition, original]).filter(file => file !== null && !isPast(file))
    found.evidence += sum(here.map(file => file!.size))
  }
  return found
}

async function bytesOfThumbs(store: Store): Promise<number> {
  let found = 0
  for await (const thumbs of batchesOf(store, 'thumbs'))
    found += sum(thumbs.map(({ bytes }) => bytes.byteLength))
  return found
}

export async function keptSizes(store: Store): Promise<KeptSizes> {
  const [past, lists, clauses, thumbs, evidence] = await Promise.all([
    rowsOf(store, 'history'),
    rowsOf(store, 'checklist'),
    rowsOf(store, 'clause'),
    bytesOfThumbs(store),
    evidenceOf(store),
  ])
  return {
    ...evidence,
    past: sizeOf(past),
    thumbs,
    lists: sizeOf(lists) + sizeOf(clauses),
  }
}
