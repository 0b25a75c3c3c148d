import type { Store } from '../store/database'
import type { Space } from '../store/space'
import { readMeta } from '../store/meta'
import { unsentAfter } from '../store/outbox'
import { countIn, oldestOwed } from '../store/photos'

/** What the phone's records say about sending. */
export interface RecordStatus {
  /** Commands and photos that the server has not confirmed. */
  unsent: number
  /** When the oldest of them was made, RFC 3339. */
  oldest: string | null
  /** Full-size originals that follow on their own, counted apart. */
  originals: number
  lastSync: string | null
  refused: number
  flagged: number
  /** Answers that are only in memory because the storage is full. */
  unsaved: number
  /** The server's clock minus this phone's, in milliseconds, as last measured. */
  clockOffset: number
}

/** The truth about sending, as the bar on top says it. */
export interface Status extends RecordStatus {
  running: boolean
  online: boolean
  /** There is a network, and yet the server gave no answer that could be understood. */
  serverAway: boolean
  loginExpired: boolean
  /** The phone had no room to note what the server answered. */
  full: boolean
  /** How much room is left, as last measured; null where the browser does not tell. */
  space: Space | null
  /** Another tab's newer app has taken the records over: this page can keep nothing more. */
  overtaken: boolean
}

export const nothingYet: Status = {
  unsent: 0,
  oldest: null,
  originals: 0,
  lastSync: null,
  refused: 0,
  flagged: 0,
  unsaved: 0,
  clockOffset: 0,
  running: false,
  online: true,
  serverAway: false,
  loginExpired: false,
  full: false,
  space: null,
  overtaken: false,
}

function earliest(instants: (string | undefined)[]): string | null {
  return instants.filter(instant => instant !== undefined).sort()[0] ?? null
}

/** Counts what is unsent, refused and flagged on this phone, by indexes alone: it is done after every change. */
export async function readStatus(store: Store): Promise<RecordStatus> {
  const unsent = await store.db.countFromIndex('outbox', 'queue', IDBKeyRange.bound(['unsent', 0], ['unsent', Infinity]))
  const [first] = await unsentAfter(store, 0, 1)
  const attention = async (why: 'refused' | 'flagged') => store.db.countFromIndex('outbox', 'attention', why)
  return {
    unsent: unsent + await countIn(store, 'rendition', 'unsent'),
    oldest: earliest([first?.made_at, await oldestOwed(store)]),
    originals: await countIn(store, 'original', 'unsent'),
    lastSync: await readMeta(store, 'lastSync') ?? null,
    refused: await attention('refused') + await countIn(store, 'rendition', 'refused'),
    flagged: await attention('flagged'),
    // A draft that is just being written is no trouble yet.
    unsaved: [...store.roomless].filter(key => store.unsaved.has(key)).length,
    clockOffset: await readMeta(store, 'clockOffset') ?? 0,
  }
}
