import type { FileState, Store, Writing } from './database'
import { write } from './database'
import { keptDays } from './outbox'

const day = 86_400_000

const limitAt = (now: number) => new Date(now - keptDays * day).toISOString()

/** Whether the server has had a file for longer than its bytes stay here. */
export function isPast(file: FileState, now = Date.now()): boolean {
  return file.state === 'sent' && file.sentAt !== null && file.sentAt < limitAt(now)
}

/** Of the indexes that begin with a state: what the server has. What waits to be sent, maybe thousands, is not looked at. */
const among = (state: 'sent' | 'accepted') => IDBKeyRange.bound([state], [state, []])

type Sweeping = Writing<['outbox', 'photos', 'bytes']>

async function sweepPhotos(transaction: Sweeping, now: number) {
  const [photos, bytes] = [transaction.objectStore('photos'), transaction.objectStore('bytes')]
  const gone = (file: FileState | null) => file === null || isPast(file, now)
  for await (const cursor of photos.index('rendition').iterate(among('sent'))) {
    const { id, rendition, original } = cursor.value
    if (!gone(rendition))
      continue
    await bytes.delete(`${id}/rendition`)
    if (!gone(original))
      continue
    await bytes.delete(`${id}/original`)
    await cursor.delete()
  }
}

async function sweepOutbox(transaction: Sweeping, now: number) {
  const limit = limitAt(now)
  const accepted = await transaction.objectStore('outbox').index('queue').getAll(among('accepted'))
  const over = accepted.filter(({ settledAt }) => settledAt !== null && settledAt < limit)
  if (over.length === 0)
    return
  // A command stays as long as a photo that it promised is still owed.
  const promising = new Set((await transaction.objectStore('photos').getAll()).map(({ promisedBy }) => promisedBy))
  for (const { id } of over.filter(entry => !promising.has(entry.id)))
    await transaction.objectStore('outbox').delete(id)
}

/**
 * Removes what the server has had for longer than it may be asked for again; unsent and refused work stays for ever.
 * An original that is held back keeps its photo's record, but not the bytes of a rendition that has come long ago.
 */
export async function sweep(store: Store, now = Date.now()): Promise<void> {
  await write(store, ['outbox', 'photos', 'bytes'], async (transaction) => {
    await sweepPhotos(transaction, now)
    await sweepOutbox(transaction, now)
  })
}
