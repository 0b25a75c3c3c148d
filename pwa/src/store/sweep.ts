import type { FileState, OutboxEntry, Store } from './database'
import { write } from './database'
import { keptDays } from './outbox'

const day = 86_400_000

const limitAt = (now: number) => new Date(now - keptDays * day).toISOString()

/** Whether the server has had a file for longer than its bytes stay here. */
export function isPast(file: FileState, now = Date.now()): boolean {
  return file.state === 'sent' && file.sentAt !== null && file.sentAt < limitAt(now)
}

/**
 * Removes what the server has had for longer than it may be asked for again; unsent and refused work stays for ever.
 * An original that is held back keeps its photo's record, but not the bytes of a rendition that has come long ago.
 */
export async function sweep(store: Store, now = Date.now()): Promise<void> {
  const limit = limitAt(now)
  const over = (entry: OutboxEntry) => entry.state === 'accepted' && entry.settledAt !== null && entry.settledAt < limit
  const gone = (file: FileState | null) => file === null || isPast(file, now)
  await write(store, ['outbox', 'photos', 'bytes'], async (transaction) => {
    for await (const cursor of transaction.objectStore('photos').iterate()) {
      const { id, promisedBy, rendition, original } = cursor.value
      if (promisedBy === null || !gone(rendition))
        continue
      await transaction.objectStore('bytes').delete(`${id}/rendition`)
      if (!gone(original))
        continue
      await transaction.objectStore('bytes').delete(`${id}/original`)
      await cursor.delete()
    }
    const promising = new Set((await transaction.objectStore('photos').getAll()).map(({ promisedBy }) => promisedBy))
    for await (const cursor of transaction.objectStore('outbox').iterate()) {
      // A command stays as long as a photo that it promised is still owed.
      if (over(cursor.value) && !promising.has(cursor.value.id))
        await cursor.delete()
    }
  })
}
