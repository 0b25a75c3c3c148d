import type { ShallowRef } from 'vue'
import type { Command, NewCommand, Room, Store } from './store'
import type { Line } from './sync/line'
import type { Outcome, Work } from './sync/round'
import type { Status } from './sync/status'
import type { Triggers } from './sync/triggers'
import { onScopeDispose, shallowReadonly, shallowRef } from 'vue'
import { finishLeftOver } from './camera'
import { onLogin, sendTo } from './http'
import { deviceId, endSession, isStill, me } from './session'
import { askToPersist, correct as correctInStore, keep as keepInStore, openStore, readSpace, StorageFull, wipeStore } from './store'
import { holdsWork } from './store/space'
import { sweep } from './store/sweep'
import { fetchBeside } from './sync/background'
import { coalesced, resting } from './sync/once'
import { alone, everything, everythingHeldToo, photosOnly, round } from './sync/round'
import { nothingYet, readStatus } from './sync/status'
import { startTriggers } from './sync/triggers'

interface Phone {
  store: Store
  left: AbortController
  /** Counts what is unsent, once more if it was counting already. */
  count: () => Promise<void>
  /** Fetches what is good to have; nobody waits for it. */
  fetchMore: () => Promise<void>
  /** The next round sends the originals too that are held back: its person has said so. */
  heldToo: boolean
  /** Inspectors keep an outbox; the others work at the server itself and owe no more than photos promised there. */
  triggers: Triggers
}

let phone: Phone | null = null
const current = shallowRef<Status>({ ...nothingYet, online: navigator.onLine })

/** The truth about sending, for the bar on every page. */
export const status = shallowReadonly(current)

function note(change: Partial<Status>) {
  current.value = { ...current.value, ...change }
}

/** Notes what was found in somebody's records, unless they were closed meanwhile: the bar is another's then. */
function noteWhile(left: AbortController, change: Partial<Status>) {
  if (!left.signal.aborted)
    note(change)
}

// Whoever keeps no outbox learns it from any other request: without it the login page would send them back.
onLogin((isEnded) => {
  if (isEnded !== current.value.loginExpired)
    note({ loginExpired: isEnded })
})

window.addEventListener('online', () => note({ online: true }))
window.addEventListener('offline', () => note({ online: false }))

function lineOf(store: Store): Line {
  return { store, send: sendTo, deviceId, isStillMine: () => isStill(store.personId) }
}

type Opened = Omit<Phone, 'triggers' | 'count'>

async function runRound({ store, left }: Opened, work: Work): Promise<Outcome> {
  noteWhile(left, { running: true })
  try {
    const outcome = await alone(store.personId, async () => round(lineOf(store), work))
    noteWhile(left, { serverAway: outcome === 'later', full: outcome === 'full' })
    return outcome
  }
  finally {
    noteWhile(left, { running: false })
  }
}

async function sync(mine: Opened): Promise<Outcome> {
  const work = mine.heldToo ? everythingHeldToo : everything
  mine.heldToo = false
  const outcome = await runRound(mine, work)
  // Without an answer nothing is known about the login: what expired stays expired.
  if (outcome === 'done' || outcome === 'login')
    noteWhile(mine.left, { loginExpired: outcome === 'login' })
  if (outcome === 'done')
    void mine.fetchMore()
  return outcome
}

/** Whether who is signed in records on this device and therefore has something to send. */
export const syncs = () => me.value?.role === 'inspector'

/** Runs `work`; once the records are closed, what it was about is over, and so are its errors. */
async function until<T>(left: AbortController, work: () => Promise<T>, over: T): Promise<T> {
  return work().catch((error: unknown) => {
    if (left.signal.aborted)
      return over
    throw error
  })
}

async function open(personId: string): Promise<Phone> {
  const store = await openStore(personId)
  const left = new AbortController()
  const count = coalesced(async () =>
    until(left, async () => noteWhile(left, await readStatus(store)), undefined))
  const measure = measuring(left)
  store.onChange(() => {
    noteWhile(left, { overtaken: store.overtaken })
    if (!store.overtaken)
      void count()
    void measure()
  })
  await count()
  void until(left, async () => tidy(store, measure), undefined)
  const fetchMore = coalesced(async () => until(left, async () => fetchBeside(lineOf(store)), undefined))
  const mine: Opened = { store, left, fetchMore, heldToo: false }
  const work = syncs() ? async () => sync(mine) : async () => runRound(mine, photosOnly)
  return Object.assign(mine, { count, triggers: startTriggers(async () => until(left, work, 'stopped')) })
}

/** How long tidying is put off at most, and where the browser does not tell when it is at rest, in milliseconds. */
const longestUnrest = 3_000

/** The storage is measured after what was kept, but no more often than this, in milliseconds. */
const measureEvery = 15_000

/** Measures how much room is left, so that the bar warns on every page before it is too late. */
function measuring(left: AbortController): () => Promise<void> {
  let measuredAt = -Infinity
  return coalesced(async () => {
    if (Date.now() - measuredAt < measureEvery)
      return
    measuredAt = Date.now()
    noteWhile(left, { space: await readSpace().catch(() => null) })
  })
}

/** Resolves when the page has nothing else to do, but soon: its person waits for the first page, not for this. */
async function atRest(): Promise<void> {
  await new Promise<void>(resolve => typeof requestIdleCallback === 'function'
    ? requestIdleCallback(() => resolve(), { timeout: longestUnrest })
    : setTimeout(resolve, longestUnrest))
}

async function tidy(store: Store, measure: () => Promise<void>): Promise<void> {
  // Side by side: a picture may take its decoder for ever.
  await Promise.all([unlessFull(finishLeftOver(store)), sweepAtRest(store, measure)])
  // It may have found no room before.
  await unlessFull(finishLeftOver(store))
}

async function sweepAtRest(store: Store, measure: () => Promise<void>): Promise<void> {
  await atRest()
  await askToPersist()
  await measure()
  await unlessFull(sweep(store))
}

/** What found no room is as safe as before, and is tidied when the app is opened again. */
async function unlessFull(work: Promise<void>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!(error instanceof StorageFull))
      throw error
  })
}

function lock() {
  phone?.left.abort()
  phone?.triggers.stop()
  phone?.store.close()
  phone = null
  current.value = { ...nothingYet, online: navigator.onLine }
}

/** Opens the records of who is signed in, and closes those of anybody else; every page waits for it. */
export const openForMe = coalesced(async () => {
  const personId = me.value?.id
  if (phone?.store.personId === personId)
    return
  lock()
  if (personId)
    phone = await open(personId)
})

function opened(): Phone {
  if (!phone)
    throw new Error('nobody is signed in')
  return phone
}

/** The records of who is signed in; pages behind the login can rely on it. */
export function store(): Store {
  return opened().store
}

/** Sends and fetches now; the button's verb, and what follows a new login. */
export async function syncNow(): Promise<void> {
  await phone?.triggers.wake()
}

/** Sends the originals that are held back, after all that goes before them. */
export async function sendOriginals(): Promise<Outcome> {
  const mine = opened()
  mine.heldToo = true
  return mine.triggers.wake()
}

/** Counts before anybody is told that something is kept: nobody may read 全部已发送 beside it. Never fails: it is kept. */
async function noteKept({ count }: Phone): Promise<void> {
  await count().catch(() => undefined)
}

/** Keeps record and commands in one transaction, then sends when it can; see `keep` in store/outbox.ts. */
export async function keep(commands: readonly NewCommand[], drafts: Record<string, unknown> = {}): Promise<Command[]> {
  const mine = opened()
  const kept = await keepInStore(mine.store, commands, drafts)
  await noteKept(mine)
  void syncNow()
  return kept
}

/** Replaces a refused command by its correction, then sends; see `correct` in store/outbox.ts. */
export async function correct(refusedId: string, correction: NewCommand, drafts: Record<string, unknown> = {}): Promise<Command> {
  const mine = opened()
  const made = await correctInStore(mine.store, refusedId, correction, drafts)
  await noteKept(mine)
  void syncNow()
  return made
}

/** Signs out. What exists only on this phone stays, locked for this person; with nothing of the kind all is wiped. */
export async function signOut(): Promise<'locked' | 'wiped'> {
  const mine = store()
  const holds = await holdsWork(mine)
  lock()
  if (!holds)
    await wipeStore(mine)
  await endSession()
  return holds ? 'locked' : 'wiped'
}

/**
 * A value read from the records and read again whenever they change, as long as the component lives;
 * with `rooms` only when one of these has. While photos are sent, the records change many times a second.
 */
export function useLive<T>(read: (store: Store) => Promise<T>, first: T, rooms: readonly Room[] | null = null): Readonly<ShallowRef<T>> {
  const value = shallowRef(first)
  const mine = store()
  let isOver = false
  const again = coalesced(resting(async () => {
    if (!isOver)
      value.value = await read(mine)
  }))
  const forget = mine.onChange((changed) => {
    const concerns = !rooms || !changed || changed.some(room => rooms.includes(room))
    if (concerns && !mine.overtaken)
      void again()
  })
  onScopeDispose(() => {
    isOver = true
    forget()
  })
  void again()
  return value
}
