import type { Listener, Name, Schema, Store } from './database'
import { deleteDB, openDB } from 'idb'
import { recall } from './drafts'
import { speakWhenLeft, unspeakAll } from './last-words'
import { upgrade, version } from './upgrade'

const nameOf = (personId: string) => `suicha-${personId}`

/** Who is told of changes; other tabs of the same person are too, so that their bar says the truth. */
function audience(personId: string) {
  const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(nameOf(personId))
  const listeners = new Set<Listener>()
  const tell = (rooms: readonly Name[] | null, isElsewhere = false) => listeners.forEach(listener => listener(rooms, isElsewhere))
  channel?.addEventListener('message', ({ data }: MessageEvent<unknown>) => tell(Array.isArray(data) ? data as Name[] : null, true))
  function end() {
    listeners.clear()
    channel?.close()
  }
  return { listeners, tell, tellElsewhere: (rooms: readonly Name[] | 'changed') => channel?.postMessage(rooms), end }
}

/** Opens the records of one person, making them when they are new on this phone. */
export async function openStore(personId: string): Promise<Store> {
  const { listeners, tell, tellElsewhere, end } = audience(personId)
  let overtaken = false
  const db = await openDB<Schema>(nameOf(personId), version, {
    upgrade,
    // A newer version of the app, or the wiping at sign-out, in another tab must not wait for this one.
    blocking: () => {
      overtaken = true
      db.close()
      tell(null)
    },
  })
  const unsaved = new Map<string, unknown>()
  const stopSpeaking = speakWhenLeft({ personId, unsaved })
  const store: Store = {
    personId,
    db,
    unsaved,
    roomless: new Set(),
    beingReplaced: new Map(),
    get overtaken() {
      return overtaken
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    changed(rooms) {
      tell(rooms ?? null)
      tellElsewhere(rooms ?? 'changed')
    },
    close() {
      stopSpeaking()
      end()
      db.close()
    },
  }
  await recall(store)
  return store
}

/** Deletes all records of a person from this phone; the caller has made sure that nothing is unsent. */
export async function wipeStore(store: Store): Promise<void> {
  store.close()
  await deleteDB(nameOf(store.personId))
  unspeakAll(store.personId)
}
