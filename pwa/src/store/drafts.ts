import type { Draft, Said, Store, Writing } from './database'
import { write } from './database'
import { StorageFull } from './full'
import { mayBeLost, speak, spokenBy, unspeak } from './last-words'

/** A copy that IndexedDB can clone: drafts and commands are JSON, and a framework's proxies are not. */
export function plain<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T
}

const now = () => new Date().toISOString()

/**
 * Saves a draft at every answer, with those that found no room before.
 * When the phone is full, the value stays in memory and `held` is answered; a page that goes says it as a last word.
 */
export async function saveDraft(store: Store, key: string, value: unknown): Promise<'saved' | 'held'> {
  store.unsaved.set(key, { value: plain(value), saidAt: now() })
  if (store.closed || mayBeLost())
    speak(store)
  return saveHeld(store)
}

async function saveHeld(store: Store): Promise<'saved' | 'held'> {
  let pending: [string, Said][] = []
  try {
    await write(store, ['drafts'], async (transaction) => {
      // Not asked of what was just said: its page may be going.
      if (store.roomless.size > 0)
        await dropOutdated(store, transaction)
      // As they are now: where room had to be made first, some may have been written, or removed, meanwhile.
      pending = [...store.unsaved].filter(([key, said]) => store.beingReplaced.get(key) !== said)
      putAtOnce(transaction, pending)
    })
  }
  catch (error) {
    // Nor can a page keep anything whose records another tab's newer app has taken over, or are closed; the bar says so.
    if (!(error instanceof StorageFull || store.overtaken || store.closed))
      throw error
    // Also of a transaction that could not even begin.
    for (const each of store.unsaved.keys())
      store.roomless.add(each)
    store.changed(['drafts'])
    return 'held'
  }
  pending.forEach(([key, said]) => letGo(store, key, said))
  store.changed(['drafts'])
  return 'saved'
}

/** What was held for long is not written over what another tab has said since. */
async function dropOutdated(store: Store, transaction: Writing<['drafts']>): Promise<void> {
  for (const key of store.roomless) {
    const said = store.unsaved.get(key)
    const kept = said && await transaction.objectStore('drafts').get(key)
    if (said && kept && isNewer(kept, said))
      letGo(store, key, said)
  }
}

/** A clock that was ahead and has been set right tells nothing of what was said before and after. */
function isNewer({ savedAt }: Draft, { saidAt }: Said): boolean {
  const wasAhead = savedAt > now() && saidAt <= now()
  return savedAt > saidAt && !wasAhead
}

/** Takes up what a page said as it went, unless another has written the same draft since. */
export async function recall(store: Store): Promise<void> {
  for (const { key, value, saidAt } of spokenBy(store.personId)) {
    store.unsaved.set(key, { value, saidAt })
    store.roomless.add(key)
  }
  if (store.unsaved.size > 0)
    await saveHeld(store)
}

/** Nothing follows, said at once: also of a page that goes at this moment the browser keeps what it was given. */
function putAtOnce(transaction: Writing<['drafts']>, drafts: readonly [string, Said][]): void {
  for (const [key, { value, saidAt }] of drafts) {
    // How it went is told by the transaction: of one that finds no room, Chromium may never answer the request.
    transaction.objectStore('drafts').put({ key, value, savedAt: saidAt }).catch(() => undefined)
  }
  // Safari before 15 does not know it; there a page has to stay until all is written.
  const { commit } = transaction as { commit?: () => void }
  commit?.call(transaction)
}

/** What was said until then is on the disk or has become something else; a newer value that came meanwhile still waits. */
function letGo(store: Store, key: string, said: Said | undefined, until = said?.saidAt) {
  store.roomless.delete(key)
  if (store.unsaved.get(key) !== said)
    return
  store.unsaved.delete(key)
  unspeak(store.personId, key, until)
}

/**
 * Runs `work`, which writes or removes these drafts along with something else. Until it has ended this tab does not
 * write what is held of them, and no tab holds it any longer: a draft that became a command must not come back.
 */
export async function replacing<T>(store: Store, keys: readonly string[], work: () => Promise<T>): Promise<T> {
  const began = now()
  const held = keys.map(key => [key, store.unsaved.get(key)] as const)
  held.forEach(([key, said]) => store.beingReplaced.set(key, said))
  try {
    const made = await work()
    held.forEach(([key, said]) => letGo(store, key, said, began))
    store.tellGone(keys, began)
    return made
  }
  finally {
    keys.forEach(key => store.beingReplaced.delete(key))
  }
}

/** The latest value of a draft, also one that found no room on the disk. */
export async function loadDraft<T>(store: Store, key: string): Promise<T | null> {
  if (store.unsaved.has(key))
    return plain(store.unsaved.get(key)!.value) as T
  const draft: Draft | undefined = await store.db.get('drafts', key)
  return draft ? draft.value as T : null
}

/** The latest values of all drafts whose key begins with `prefix`, also those that found no room on the disk. */
export async function loadDrafts(store: Store, prefix: string): Promise<Draft[]> {
  const kept = await store.db.getAll('drafts', IDBKeyRange.bound(prefix, `${prefix}\uFFFF`))
  const held = [...store.unsaved].filter(([key]) => key.startsWith(prefix))
  return [
    ...kept.filter(({ key }) => !store.unsaved.has(key)),
    ...held.map(([key, { value, saidAt }]) => ({ key, value: plain(value), savedAt: saidAt })),
  ]
}

/** The names of all drafts that begin with `prefix`, also of those that found no room on the disk. */
export async function draftKeysIn(store: Store, prefix: string): Promise<string[]> {
  const kept = await store.db.getAllKeys('drafts', IDBKeyRange.bound(prefix, `${prefix}\uFFFF`))
  return [...new Set([...kept, ...[...store.unsaved.keys()].filter(key => key.startsWith(prefix))])]
}

interface DraftRoom { get: (key: string) => Promise<Draft | undefined>, put: (draft: Draft) => Promise<unknown>, delete: (key: string) => Promise<unknown> }

/** The value of a draft by what is kept of it, so that what another tab has said meanwhile is not lost. */
export type FromKept = (kept: Draft | undefined) => unknown

/** Puts drafts into a transaction that keeps something else along with them: values, or FromKept; null removes one. */
export async function putDrafts(room: DraftRoom, drafts: Record<string, unknown>): Promise<void> {
  const savedAt = now()
  for (const [key, told] of Object.entries(drafts)) {
    const value = typeof told === 'function' ? (told as FromKept)(await room.get(key)) : told
    await (value === null ? room.delete(key) : room.put({ key, value: plain(value), savedAt }))
  }
}

export async function dropDraft(store: Store, key: string): Promise<void> {
  await replacing(store, [key], async () => write(store, ['drafts'], async transaction => transaction.objectStore('drafts').delete(key)))
}
