import type { Draft, Said, Store, Writing } from './database'
import { write } from './database'
import { StorageFull } from './full'
import { mayBeLost, speak, spokenBy, unspeak } from './last-words'

/** A copy that IndexedDB can clone: drafts and commands are JSON, and a framework's proxies are not. */
export function plain<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T
}

/** The moment, RFC 3339; never before what this page knows to have been said: a clock that was ahead may be set right. */
function now(store: Store): string {
  return know(store, new Date().toISOString())
}

function know(store: Store, moment: string): string {
  if (moment > store.latest)
    store.latest = moment
  return store.latest
}

/**
 * Saves a draft at every answer, with those that found no room before.
 * When the phone is full, the value stays in memory and `held` is answered; a page that goes says it as a last word.
 */
export async function saveDraft(store: Store, key: string, value: unknown): Promise<'saved' | 'held'> {
  store.unsaved.set(key, { value: plain(value), saidAt: now(store) })
  // Nobody has said anything newer of it.
  store.roomless.delete(key)
  if (store.closed || mayBeLost())
    speak(store)
  return saveHeld(store)
}

async function saveHeld(store: Store): Promise<'saved' | 'held'> {
  let pending: [string, Said][] = []
  try {
    await write(store, ['drafts'], async (transaction) => {
      // A page that goes has no time to ask; what it held is among its last words.
      const isInHaste = mayBeLost()
      if (store.roomless.size > 0 && !isInHaste)
        await dropOutdated(store, transaction)
      // As they are now: where room had to be made first, some may have been written, or removed, meanwhile.
      pending = [...store.unsaved].filter(([key, said]) => store.beingReplaced.get(key) !== said && !(isInHaste && store.roomless.has(key)))
      putAtOnce(transaction, pending)
    })
  }
  catch (error) {
    // Also of a transaction that could not even begin.
    for (const each of store.unsaved.keys())
      store.roomless.add(each)
    // Whatever becomes of this page; and a sign-out in another window counts them.
    speak(store)
    // Nor can a page keep anything whose records another tab's newer app has taken over, or are closed; the bar says so.
    if (!(error instanceof StorageFull || store.overtaken || store.closed))
      throw error
    store.changed(['drafts'])
    return 'held'
  }
  pending.forEach(([key, said]) => letGo(store, key, said, said.saidAt))
  store.changed(['drafts'])
  return 'saved'
}

/** What was held for long is not written over what another tab has said since. */
async function dropOutdated(store: Store, transaction: Writing<['drafts']>): Promise<void> {
  const before = store.unsaved.size
  for (const key of store.roomless) {
    const said = store.unsaved.get(key)
    const kept = said && await transaction.objectStore('drafts').get(key)
    if (said && kept && kept.savedAt > said.saidAt)
      letGo(store, key, said, said.saidAt)
  }
  // Who shows it reads it anew, this tab too.
  if (store.unsaved.size < before)
    store.changed()
}

/** Takes up what a page said as it went, unless another has written the same draft since. */
export async function recall(store: Store): Promise<void> {
  for (const [key, said] of spokenBy(store.personId)) {
    know(store, said.saidAt)
    store.unsaved.set(key, said)
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
function letGo(store: Store, key: string, said: Said | undefined, until: string) {
  store.roomless.delete(key)
  if (store.unsaved.get(key) !== said)
    return
  store.unsaved.delete(key)
  unspeak(store.personId, key, until)
}

/**
 * Runs `work`, which writes or removes these drafts along with something else. Until it has ended this tab does not
 * write what is held of them; and what was removed no tab holds any longer: what became a command must not come back.
 */
export async function replacing<T>(store: Store, drafts: Record<string, unknown>, work: () => Promise<T>): Promise<T> {
  const began = now(store)
  const keys = Object.keys(drafts)
  const held = keys.map(key => [key, store.unsaved.get(key)] as const)
  held.forEach(([key, said]) => store.beingReplaced.set(key, said))
  try {
    const made = await work()
    const gone = keys.filter(key => drafts[key] === null)
    // Of what stays, another tab may hold more than was written.
    held.forEach(([key, said]) => letGo(store, key, said, gone.includes(key) ? began : said?.saidAt ?? ''))
    if (gone.length > 0)
      store.tellGone(gone, began)
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
  know(store, draft?.savedAt ?? '')
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

/** A draft and when it was said, by what is kept of it: what another tab has said meanwhile, or still holds, is not lost. */
export type FromKept = (kept: Draft | undefined) => Omit<Draft, 'key'>

/** Puts drafts into a transaction that keeps something else along with them: values, or FromKept; null removes one. */
export async function putDrafts(store: Store, room: DraftRoom, drafts: Record<string, unknown>): Promise<void> {
  const at = now(store)
  for (const [key, told] of Object.entries(drafts)) {
    const { value, savedAt } = typeof told === 'function' ? (told as FromKept)(await room.get(key)) : { value: told, savedAt: at }
    await (value === null ? room.delete(key) : room.put({ key, value: plain(value), savedAt }))
  }
}

export async function dropDraft(store: Store, key: string): Promise<void> {
  await replacing(store, { [key]: null }, async () => write(store, ['drafts'], async transaction => transaction.objectStore('drafts').delete(key)))
}
