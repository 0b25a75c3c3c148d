import type { IDBPDatabase, IDBPTransaction, StoreNames } from 'idb'
import type { Schema } from './database'

/** The shape of the records; each number has its step below and a test with a full outbox (sync.md). */
export const version = 3

type Upgrading = IDBPTransaction<Schema, StoreNames<Schema>[], 'versionchange'>

function first(db: IDBPDatabase<Schema>) {
  db.createObjectStore('rows', { keyPath: ['kind', 'id'] }).createIndex('kind', 'kind')
  db.createObjectStore('drafts', { keyPath: 'key' })
  const outbox = db.createObjectStore('outbox', { keyPath: 'id' })
  outbox.createIndex('queue', ['state', 'command.seq'])
  outbox.createIndex('check', 'checkId')
  // Null is no key, so this index holds only what asks for attention.
  outbox.createIndex('attention', 'attention')
  db.createObjectStore('photos', { keyPath: 'id' }).createIndex('check', 'checkId')
  db.createObjectStore('bytes')
  db.createObjectStore('meta')
}

/** Thumbnails; and the rows are to be told anew, for they say more and there are more kinds of them. */
async function second(db: IDBPDatabase<Schema>, transaction: Upgrading) {
  db.createObjectStore('thumbs', { keyPath: 'sha256' })
  transaction.objectStore('rows').createIndex('gone', 'gone')
  await fetchAnew(transaction.objectStore('meta'))
}

/** A full phone has thousands of photos and rows: what is asked of all of them is asked of an index. */
function third(transaction: Upgrading) {
  const photos = transaction.objectStore('photos')
  photos.createIndex('state', 'state')
  // Null is no key, so these two hold only what a command has promised.
  photos.createIndex('rendition', ['rendition.state', 'takenAt', 'promisedBy'])
  photos.createIndex('original', ['original.state', 'takenAt', 'promisedBy'])
  transaction.objectStore('rows').createIndex('check', ['kind', 'row.spot_check_id'])
  transaction.objectStore('rows').createIndex('site', ['kind', 'row.site_id'])
}

interface MetaRoom { get: (key: string) => Promise<unknown>, put: (value: never, key: string) => Promise<unknown> }

/** Makes the next pull begin at the beginning; the rows stay until it has ended, the outbox is not touched. */
export async function fetchAnew(meta: MetaRoom): Promise<void> {
  await meta.put(Number(await meta.get('generation') ?? 0) + 1 as never, 'generation')
  await meta.put(true as never, 'resyncing')
  await meta.put(null as never, 'cursor')
}

/** Carries the records of an older app along, step by step. */
export async function upgrade(db: IDBPDatabase<Schema>, oldVersion: number, _to: number | null, transaction: Upgrading): Promise<void> {
  if (oldVersion < 1)
    first(db)
  if (oldVersion < 2)
    await second(db, transaction)
  if (oldVersion < 3)
    third(transaction)
}
