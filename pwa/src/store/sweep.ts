import type { FileState, OutboxEntry, Photo, Store } from './database'
import { write } from './database'
import { keptDays } from './outbox'

const day = 86_400_000

/** Removes what the server has had for longer than it may be asked for again; unsent and refused work stays for ever. */
export async function sweep(store: Store, now = Date.now()): Promise<void> {
  const limit = new Date(now - keptDays * day).toISOString()
  const over = (entry: OutboxEntry) => entry.state === 'accepted' && entry.settledAt !== null && entry.settledAt < limit
  const gone = (file: FileState | null) => file === null || (file.state === 'sent' && file.sentAt !== null && file.sentAt < limit)
  const done = (photo: Photo) => photo.promisedBy !== null && gone(photo.rendition) && gone(photo.original)
  await write(store, ['outbox', 'photos', 'bytes'], async (transaction) => {
    for await (const cursor of transaction.objectStore('photos').iterate()) {
      if (!done(cursor.value))
        continue
      await transaction.objectStore('bytes').delete(`${cursor.value.id}/rendition`)
      await transaction.objectStore('bytes').delete(`${cursor.value.id}/original`)
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
