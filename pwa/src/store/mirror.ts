import type { PullAnswer } from '../sync/wire'
import type { FileState, Store, Writing } from './database'
import type { Kind, Rows } from './rows'
import { write } from './database'
import { readMeta } from './meta'

/** One row as the server last told it. */
export async function row<K extends Kind>(store: Store, kind: K, id: string): Promise<Rows[K] | null> {
  const mirrored = await store.db.get('rows', [kind, id])
  return mirrored ? mirrored.row as Rows[K] : null
}

/** All rows of a kind that this person may see. */
export async function rowsOf<K extends Kind>(store: Store, kind: K): Promise<Rows[K][]> {
  const mirrored = await store.db.getAllFromIndex('rows', 'kind', kind)
  return mirrored.map(each => each.row as Rows[K])
}

type Mirroring = Writing<('rows' | 'meta')[]>

async function putChanges(transaction: Mirroring, { changes }: PullAnswer, generation: number) {
  const rows = transaction.objectStore('rows')
  for (const change of changes) {
    if (change.row)
      await rows.put({ kind: change.kind, id: change.id, row: change.row, generation })
    else
      await rows.delete([change.kind, change.id])
  }
}

// What a pull from the beginning did not send again is no longer this person's to see.
async function dropOlderThan(transaction: Mirroring, generation: number) {
  for await (const cursor of transaction.objectStore('rows').iterate()) {
    if (cursor.value.generation < generation)
      await cursor.delete()
  }
}

/** Takes in one page of a pull: rows and cursor in one transaction. */
export async function applyPull(store: Store, answer: PullAnswer, at = new Date().toISOString()): Promise<void> {
  const generation = await readMeta(store, 'generation') ?? 0
  const ended = await readMeta(store, 'resyncing') === true && !answer.more
  await write(store, ['rows', 'meta'], async (transaction) => {
    const meta = transaction.objectStore('meta')
    await putChanges(transaction, answer, generation)
    await meta.put(answer.cursor, 'cursor')
    if (ended)
      await dropOlderThan(transaction, generation)
    if (ended)
      await meta.put(false, 'resyncing')
    if (!answer.more)
      await meta.put(at, 'lastSync')
  })
}

const unsentAgain = (file: FileState | null) =>
  file && file.state === 'sent' ? { ...file, state: 'unsent' as const, sentAt: null } : file

/**
 * Begins a pull from the start after the server answered `resync`. The outbox is not touched, but what was accepted
 * in the last days is offered again: a server restored from a backup may have lost it.
 * The rows stay until the new pull has ended, so that an inspector who loses the network keeps his checks.
 */
export async function beginResync(store: Store): Promise<void> {
  await write(store, ['meta', 'outbox', 'photos'], async (transaction) => {
    const meta = transaction.objectStore('meta')
    await meta.put(Number(await meta.get('generation') ?? 0) + 1, 'generation')
    await meta.put(true, 'resyncing')
    await meta.put(null, 'cursor')
    const accepted = IDBKeyRange.bound(['accepted', 0], ['accepted', Infinity])
    for (const entry of await transaction.objectStore('outbox').index('queue').getAll(accepted))
      await transaction.objectStore('outbox').put({ ...entry, state: 'unsent' })
    for await (const cursor of transaction.objectStore('photos').iterate()) {
      const { rendition, original } = cursor.value
      await cursor.update({ ...cursor.value, rendition: unsentAgain(rendition), original: unsentAgain(original) })
    }
  })
}
