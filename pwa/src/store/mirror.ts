import type { Change, PullAnswer } from '../sync/wire'
import type { FileState, Keeping, Store } from './database'
import type { Mirroring, Room } from './gone'
import type { HazardRow, Kind, Rows, SiteHistory } from './rows'
import { batchesOf } from './batches'
import { write } from './database'
import { mirrorRooms, release } from './gone'
import { keptAtFirst } from './meta'
import { fetchAnew } from './upgrade'

/** One row as the server last told it. */
export async function row<K extends Kind>(store: Store, kind: K, id: string): Promise<Rows[K] | null> {
  const mirrored = await store.db.get('rows', [kind, id])
  return mirrored ? mirrored.row as Rows[K] : null
}

/** All rows of a kind that this person may see. */
export async function rowsOf<K extends Kind>(store: Store, kind: K): Promise<Rows[K][]> {
  const found: Rows[K][] = []
  for await (const batch of batchesOf(store, 'rows', IDBKeyRange.bound([kind], [kind, []])))
    found.push(...batch.map(each => each.row as Rows[K]))
  return found
}

/** The rows of a kind that belong to one check. */
export async function rowsOfCheck<K extends 'hazard' | 'answer_sheet'>(store: Store, kind: K, checkId: string): Promise<Rows[K][]> {
  const mirrored = await store.db.getAllFromIndex('rows', 'check', [kind, checkId])
  return mirrored.map(each => each.row as Rows[K])
}

/** The hazards of one site that this person sees, whoever found them. */
export async function hazardsAt(store: Store, siteId: string): Promise<HazardRow[]> {
  const mirrored = await store.db.getAllFromIndex('rows', 'site', ['hazard', siteId])
  return mirrored.map(each => each.row as HazardRow)
}

/** Whether a row is no longer this person's to see and stays only until what was recorded about it has been sent. */
export async function isGone(store: Store, kind: Kind, id: string): Promise<boolean> {
  return (await store.db.get('rows', [kind, id]))?.gone === 1
}

/** What this phone keeps of a row: of a site's past no more checks than its person wants. */
function kept(change: Change & { row: object }, { checks }: Keeping): object {
  const past = (change.row as Partial<SiteHistory>).checks
  return change.kind === 'history' && past ? { ...change.row, checks: past.slice(0, checks) } : change.row
}

async function markGone(rows: Room, key: [string, string]) {
  const mirrored = await rows.get(key)
  if (mirrored)
    await rows.put({ ...mirrored, gone: 1 })
}

async function putChanges(transaction: Mirroring, { changes }: PullAnswer, generation: number) {
  const rows = transaction.objectStore('rows')
  const keeping = await transaction.objectStore('meta').get('keeping') as Keeping | undefined ?? keptAtFirst
  for (const { kind, id, row } of changes)
    await (row ? rows.put({ kind, id, row: kept({ kind, id, row }, keeping), generation }) : markGone(rows, [kind, id]))
}

// What a pull from the beginning did not send again is no longer this person's to see.
async function goOlderThan(transaction: Mirroring, generation: number) {
  for await (const cursor of transaction.objectStore('rows').iterate()) {
    if (cursor.value.generation < generation)
      await cursor.update({ ...cursor.value, gone: 1 })
  }
}

/** Where a pull stands: after which cursor, and which time since it last began at the beginning. */
export interface Place { cursor: string | null, generation: number }

export async function readPlace(store: Store): Promise<Place> {
  const { store: meta } = store.db.transaction('meta')
  const [cursor, generation] = await Promise.all([meta.get('cursor'), meta.get('generation')])
  return { cursor: cursor as string | null | undefined ?? null, generation: Number(generation ?? 0) }
}

const unsentAgain = (file: FileState | null) =>
  file && file.state === 'sent' ? { ...file, state: 'unsent' as const, sentAt: null } : file

/** Makes everything that was accepted unsent again: a server restored from a backup may have lost it. */
async function offerAgain(transaction: Mirroring) {
  const accepted = IDBKeyRange.bound(['accepted', 0], ['accepted', Infinity])
  for (const entry of await transaction.objectStore('outbox').index('queue').getAll(accepted))
    await transaction.objectStore('outbox').put({ ...entry, state: 'unsent' })
  for await (const cursor of transaction.objectStore('photos').iterate()) {
    const { rendition, original } = cursor.value
    await cursor.update({ ...cursor.value, rendition: unsentAgain(rendition), original: unsentAgain(original) })
  }
}

/** Notes which database answers; what was accepted by another one is offered again. Answers whether it is another. */
async function meet(transaction: Mirroring, epoch: string): Promise<boolean> {
  const meta = transaction.objectStore('meta')
  const known = await meta.get('epoch')
  const isAnother = known !== undefined && known !== epoch
  if (isAnother)
    await offerAgain(transaction)
  await meta.put(epoch, 'epoch')
  return isAnother
}

/**
 * Takes in one page of a pull: rows, cursor and the database's epoch in one transaction.
 * A page is `stale` that was asked for before the pull began anew: a part, it would be taken for the whole.
 */
export async function applyPull(store: Store, answer: PullAnswer, { generation }: Place, at = new Date().toISOString()): Promise<'taken' | 'of-another' | 'stale'> {
  return write(store, mirrorRooms, async (transaction) => {
    const meta = transaction.objectStore('meta')
    if (Number(await meta.get('generation') ?? 0) !== generation)
      return 'stale'
    const isAnother = await meet(transaction, answer.epoch)
    const ended = await meta.get('resyncing') === true && !answer.more
    await putChanges(transaction, answer, generation)
    await meta.put(answer.cursor, 'cursor')
    if (ended)
      await goOlderThan(transaction, generation)
    if (ended)
      await meta.put(false, 'resyncing')
    await release(transaction)
    if (!answer.more)
      await meta.put(at, 'lastSync')
    return isAnother ? 'of-another' : 'taken'
  })
}

/**
 * Begins a pull from the start after the server answered `resync`. The outbox is not touched, but what was accepted
 * in the last days is offered again.
 * The rows stay until the new pull has ended, so that an inspector who loses the network keeps his checks.
 */
export async function beginResync(store: Store): Promise<void> {
  await write(store, mirrorRooms, async (transaction) => {
    await fetchAnew(transaction.objectStore('meta'))
    await offerAgain(transaction)
  })
}
