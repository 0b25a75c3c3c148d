import type { Listener, Name, Schema, Store } from './database'
import { deleteDB, openDB } from 'idb'
import { recall } from './drafts'
import { speak, speakWhenLeft, unspeak, unspeakAll } from './last-words'
import { upgrade, version } from './upgrade'

const nameOf = (personId: string) => `suicha-${personId}`

/** What a tab has of its person's drafts in memory only. */
type Held = Pick<Store, 'personId' | 'unsaved' | 'roomless'>
/** Drafts that have become something else, and until when they were said. */
interface Gone { keys: readonly string[], until: string }
/** What tabs of one person tell each other: the rooms that changed, or that. */
type Told = readonly Name[] | 'changed' | { gone: Gone }

/** Who is told of changes; other tabs of the same person are too, so that their bar says the truth. */
function audience(held: Held) {
  let channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(nameOf(held.personId))
  const listeners = new Set<Listener>()
  const tell = (rooms: readonly Name[] | null, isElsewhere = false) => listeners.forEach(listener => listener(rooms, isElsewhere))
  channel?.addEventListener('message', ({ data }: MessageEvent<Told>) => {
    if (typeof data === 'object' && 'gone' in data)
      forget(held, data.gone)
    tell(Array.isArray(data) ? data as Name[] : null, true)
  })
  function end() {
    listeners.clear()
    channel?.close()
    channel = null
  }
  return { listeners, tell, tellElsewhere: (told: Told) => channel?.postMessage(told), end }
}

/** What another tab has made something else of is not held here any longer. */
function forget({ personId, unsaved, roomless }: Held, { keys, until }: Gone) {
  for (const key of keys.filter(key => (unsaved.get(key)?.saidAt ?? '') <= until)) {
    unsaved.delete(key)
    roomless.delete(key)
    unspeak(personId, key, until)
  }
}

/** The database of one person; `state` says once another tab's newer app, or the wiping at sign-out, has taken it over. */
async function connect({ personId, unsaved }: Held, tell: () => void) {
  const state = { overtaken: false }
  const db = await openDB<Schema>(nameOf(personId), version, {
    upgrade,
    // Neither of them must wait for this tab.
    blocking: (_, next) => {
      state.overtaken = true
      db.close()
      // Nothing of who has signed out stays on the phone.
      if (next === null)
        unsaved.clear()
      tell()
    },
  })
  return { db, state }
}

/** Opens the records of one person, making them when they are new on this phone. */
export async function openStore(personId: string): Promise<Store> {
  const held: Held = { personId, unsaved: new Map(), roomless: new Set() }
  const { listeners, tell, tellElsewhere, end } = audience(held)
  const { db, state } = await connect(held, () => tell(null))
  const stopSpeaking = speakWhenLeft(held)
  let closed = false
  const store: Store = {
    ...held,
    db,
    latest: '',
    beingReplaced: new Map(),
    get overtaken() {
      return state.overtaken
    },
    get closed() {
      return closed
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    changed(rooms) {
      tell(rooms ?? null)
      tellElsewhere(rooms ?? 'changed')
    },
    tellGone: (keys, until) => tellElsewhere({ gone: { keys, until } }),
    close() {
      closed = true
      // Whoever signs out with work that found no room is told that it stays.
      speak(store)
      stopSpeaking()
      end()
      db.close()
    },
  }
  // What cannot be taken up now is taken up at the next start.
  await recall(store).catch((error: unknown) => console.warn('a last word stays where it is', error))
  return store
}

/** Deletes all records of a person from this phone; the caller has made sure that nothing is unsent. */
export async function wipeStore(store: Store): Promise<void> {
  store.close()
  unspeakAll(store.personId)
  await deleteDB(nameOf(store.personId))
}
