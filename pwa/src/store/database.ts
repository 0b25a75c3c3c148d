import type { DBSchema, IDBPDatabase, IDBPTransaction, StoreNames } from 'idb'
import type { Command, PhotoFile, Position } from './commands'
import type { Calendar } from './rows'
import { asStorageError, StorageFull } from './full'

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
  /** Of a marked copy: the SHA-256 of the rendition that it was drawn on; records of before have none. */
  markedOf?: string
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
  /** Which database the last pull was of; a restored one has another. */
  epoch: string
  /** Counts the pulls from the beginning; rows of an older one are gone on the server. */
  generation: number
  resyncing: boolean
  lastSync: string
  /** The server's clock minus this phone's, in milliseconds. */
  clockOffset: number
  seq: number
  keeping: Keeping
  /** When originals are sent; `asked`: once the office has asked for one. */
  originals: 'always' | 'wifi' | 'asked'
  calendar: Calendar
  /** When the calendar was fetched, RFC 3339. */
  calendarAt: string
}

/** What the person wants on this phone of each site's past. */
export interface Keeping { checks: number, thumbs: boolean }

/** `gone`: no longer this person's to see, kept only until what was recorded about it has been sent. */
export interface Mirrored { kind: string, id: string, row: object, generation: number, gone?: 1 }

/** A small picture fetched for looking at without a network; never evidence, and the first to go. */
export interface Thumb { sha256: string, bytes: ArrayBuffer }
export interface Draft { key: string, value: unknown, savedAt: string }

/** State, moment of taking, promise: by these a part of a promised photo is found. */
type PartKey = [string, string, string]

export interface Schema extends DBSchema {
  rows: { key: [string, string], value: Mirrored, indexes: { kind: string, gone: number, check: [string, string], site: [string, string] } }
  drafts: { key: string, value: Draft }
  outbox: { key: string, value: OutboxEntry, indexes: { queue: [string, number], check: string, attention: string } }
  photos: { key: string, value: Photo, indexes: { check: string, state: string, rendition: PartKey, original: PartKey } }
  bytes: { key: string, value: ArrayBuffer }
  thumbs: { key: string, value: Thumb }
  meta: { key: string, value: Meta[keyof Meta] }
}

export type Name = StoreNames<Schema>
export type Writing<Names extends ArrayLike<Name>> = IDBPTransaction<Schema, Names, 'readwrite'>

/** A value of a draft, and when its person said it, RFC 3339. */
export interface Said { value: unknown, saidAt: string }

/** In which rooms something has changed, null when that is not known; and whether another tab says so. */
export type Listener = (rooms: readonly Name[] | null, isElsewhere: boolean) => void

/** One person's records on this phone; nobody else's login opens them. */
export interface Store {
  readonly personId: string
  readonly db: IDBPDatabase<Schema>
  /** Drafts that are only in memory: being written, or there was no room for them. */
  readonly unsaved: Map<string, Said>
  /** The keys of those there was no room for. */
  readonly roomless: Set<string>
  /** When the latest was said that this page knows of, RFC 3339. */
  latest: string
  /** Drafts that something else takes the place of, as they were when that began: this tab does not write them beside it. */
  readonly beingReplaced: Map<string, Said | undefined>
  /** Tells of every change, and in which rooms it was; null when that is not known. */
  onChange: (listener: Listener) => () => void
  changed: (rooms?: readonly Name[]) => void
  /** Tells other tabs that drafts have become something else, so that none holds on to what was said of them until then. */
  tellGone: (keys: readonly string[], until: string) => void
  /** True once another tab's newer app has taken the records over: this tab must be loaded anew. */
  readonly overtaken: boolean
  readonly closed: boolean
  close: () => void
}

type Work<Names extends readonly Name[], T> = (transaction: IDBPTransaction<Schema, [...Names], 'readwrite'>) => Promise<T>

/**
 * Runs `work` in one transaction that is on the disk when the promise resolves, and undone when it rejects.
 * When the phone has no room, the kept thumbnails make way and `work` runs once more; then throws StorageFull.
 */
export async function write<const Names extends readonly Name[], T>(store: Store, names: Names, work: Work<Names, T>): Promise<T> {
  try {
    return await writeOnce(store, names, work)
  }
  catch (error) {
    if (!(error instanceof StorageFull) || names.includes('thumbs') || !await makeWay(store))
      throw error
    return writeOnce(store, names, work)
  }
}

/** Evidence goes before convenience; answers whether there was anything to clear away. */
async function makeWay(store: Store): Promise<boolean> {
  const kept = await store.db.count('thumbs')
  if (kept > 0)
    await store.db.clear('thumbs')
  return kept > 0
}

async function writeOnce<const Names extends readonly Name[], T>(store: Store, names: Names, work: Work<Names, T>): Promise<T> {
  const transaction = store.db.transaction([...names], 'readwrite', { durability: 'strict' })
  const committed = transaction.done.then(() => null, (error: unknown) => error)
  try {
    const result = await work(transaction)
    const failure = await committed
    if (failure)
      throw failure
    store.changed(names)
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
