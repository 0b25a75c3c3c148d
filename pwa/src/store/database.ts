import type { DBSchema, IDBPDatabase, IDBPTransaction, StoreNames } from 'idb'
import type { Command, PhotoFile, Position } from './commands'
import { deleteDB, openDB } from 'idb'
import { asStorageError } from './full'

export interface OutboxEntry {
  id: string
  checkId: string
  command: Command
  state: 'unsent' | 'accepted' | 'refused' | 'corrected'
  settledAt: string | null
  receipt: string | null
  flags: string[]
  /** Why it was refused, by the server's code and details. */
  code: string | null
  details: Record<string, unknown>
  correctedBy: string | null
  /** What its person has still to look at; null once seen. */
  attention: 'refused' | 'flagged' | null
}

/** One file of a photo and how far it has come. */
export interface FileState extends PhotoFile {
  state: 'unsent' | 'sent' | 'refused'
  code: string | null
  sentAt: string | null
  /** Failed tries; who failed more often waits behind the others. */
  attempts: number
}

export interface Photo {
  id: string
  checkId: string
  takenAt: string
  source: 'camera' | 'album'
  position: Position | null
  /** `taken`: only the original bytes are safe yet; `unreadable`: this device cannot decode them. */
  state: 'taken' | 'ready' | 'unreadable'
  mediaType: string
  rendition: FileState | null
  original: FileState | null
  /** The command that promised it to the server. */
  promisedBy: string | null
}

export type PhotoPart = 'rendition' | 'original'

export interface Meta {
  cursor: string | null
  /** Counts the pulls from the beginning; rows of an older one are gone on the server. */
  generation: number
  resyncing: boolean
  lastSync: string
  /** The server's clock minus this phone's, in milliseconds. */
  clockOffset: number
  seq: number
}

export interface Mirrored { kind: string, id: string, row: object, generation: number }
export interface Draft { key: string, value: unknown, savedAt: string }

export interface Schema extends DBSchema {
  rows: { key: [string, string], value: Mirrored, indexes: { kind: string } }
  drafts: { key: string, value: Draft }
  outbox: { key: string, value: OutboxEntry, indexes: { queue: [string, number], check: string, attention: string } }
  photos: { key: string, value: Photo, indexes: { check: string } }
  bytes: { key: string, value: ArrayBuffer }
  meta: { key: string, value: Meta[keyof Meta] }
}

export type Name = StoreNames<Schema>
export type Writing<Names extends ArrayLike<Name>> = IDBPTransaction<Schema, Names, 'readwrite'>

/** One person's records on this phone; nobody else's login opens them. */
export interface Store {
  readonly personId: string
  readonly db: IDBPDatabase<Schema>
  /** Drafts that are only in memory because the storage is full. */
  readonly unsaved: Map<string, unknown>
  onChange: (listener: () => void) => () => void
  changed: () => void
  close: () => void
}

const nameOf = (personId: string) => `suicha-${personId}`

function upgrade(db: IDBPDatabase<Schema>, oldVersion: number) {
  // Later versions add a step below; every step must carry a full outbox along (sync.md).
  if (oldVersion >= 1)
    return
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

/** Opens the records of one person, making them when they are new on this phone. */
export async function openStore(personId: string): Promise<Store> {
  const db = await openDB<Schema>(nameOf(personId), 1, {
    upgrade,
    // A newer version of the app, or the wiping at sign-out, in another tab must not wait for this one.
    blocking: () => db.close(),
  })
  // Other tabs of the same person are told, so that their bar says the truth too.
  const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(nameOf(personId))
  const listeners = new Set<() => void>()
  const tell = () => listeners.forEach(listener => listener())
  channel?.addEventListener('message', tell)
  return {
    personId,
    db,
    unsaved: new Map(),
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    changed() {
      tell()
      channel?.postMessage('changed')
    },
    close() {
      listeners.clear()
      channel?.close()
      db.close()
    },
  }
}

/** Deletes all records of a person from this phone; the caller has made sure that nothing is unsent. */
export async function wipeStore(store: Store): Promise<void> {
  store.close()
  await deleteDB(nameOf(store.personId))
}

/**
 * Runs `work` in one transaction that is on the disk when the promise resolves, and undone when it rejects.
 * Throws StorageFull when the phone had no room.
 */
export async function write<const Names extends readonly Name[], T>(
  store: Store,
  names: Names,
  work: (transaction: IDBPTransaction<Schema, [...Names], 'readwrite'>) => Promise<T>,
): Promise<T> {
  const transaction = store.db.transaction([...names], 'readwrite', { durability: 'strict' })
  const committed = transaction.done.then(() => null, (error: unknown) => error)
  try {
    const result = await work(transaction)
    const failure = await committed
    if (failure)
      throw failure
    store.changed()
    return result
  }
  catch (error) {
    abort(transaction)
    throw asStorageError(error, await committed)
  }
}

function abort(transaction: { abort: () => void }) {
  try {
    transaction.abort()
  }
  catch {
    // It has ended by itself already.
  }
}
