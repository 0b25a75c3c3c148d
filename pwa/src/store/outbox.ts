import type { Verdict } from '../sync/wire'
import type { Command, NewCommand } from './commands'
import type { OutboxEntry, Photo, Store, Writing } from './database'
import { promisesOf } from './commands'
import { write } from './database'
import { plain, putDrafts, replacing } from './drafts'
import { newId } from './ids'

const rooms = ['outbox', 'drafts', 'photos', 'meta'] as const
type Keeping = Writing<[...typeof rooms]>

/** How long what the server has accepted stays, to be offered again to a server that was restored from a backup. */
export const keptDays = 14

const fresh = { settledAt: null, receipt: null, flags: [], code: null, details: {}, correctedBy: null, attention: null }

async function nextSeq(transaction: Keeping): Promise<number> {
  const meta = transaction.objectStore('meta')
  const seq = Number(await meta.get('seq') ?? 0) + 1
  await meta.put(seq, 'seq')
  return seq
}

/** The copies of a promised picture: it may have been taken in twice. */
async function copiesOf(transaction: Keeping, checkId: string, sha256: string): Promise<Photo[]> {
  const photos = await transaction.objectStore('photos').index('check').getAll(checkId)
  return photos.filter(({ rendition }) => rendition?.sha256 === sha256)
}

// What an accepted command promises can be sent already, and must not wait for a newer one.
async function tie(transaction: Keeping, photo: Photo, commandId: string) {
  const promise = photo.promisedBy === null ? null : await transaction.objectStore('outbox').get(photo.promisedBy)
  if (promise?.state !== 'accepted')
    await transaction.objectStore('photos').put({ ...photo, promisedBy: commandId })
}

async function markPromised(transaction: Keeping, command: Command) {
  for (const { sha256 } of promisesOf(command)) {
    const copies = await copiesOf(transaction, command.args.spot_check_id, sha256)
    if (copies.length === 0)
      throw new Error(`photo ${sha256} is promised but not on this phone`)
    for (const photo of copies)
      await tie(transaction, photo, command.id)
  }
}

async function enqueue(transaction: Keeping, command: NewCommand): Promise<Command> {
  const made: Command = {
    ...plain(command),
    id: newId(),
    v: 1,
    made_at: new Date().toISOString(),
    seq: await nextSeq(transaction),
  }
  await markPromised(transaction, made)
  const entry = { ...fresh, id: made.id, checkId: made.args.spot_check_id, command: made, state: 'unsent' as const }
  await transaction.objectStore('outbox').put(entry)
  return made
}

/** What a command brings about once, by its own name; null for what may be said again, as answers may. */
function deedOf({ name, args }: NewCommand): string | null {
  switch (name) {
    case 'spot_check.submit': return args.digest
    case 'spot_check.sign': return args.signature_id
    case 'hazard.report': return args.hazard_id
    default: return null
  }
}

/** Whether each of these deeds was done already: by another tab of which this one, frozen meanwhile, has not heard. */
async function isDone(transaction: Keeping, commands: readonly NewCommand[]): Promise<boolean> {
  const deeds = commands.filter(command => deedOf(command) !== null)
  const [first] = deeds
  if (!first)
    return false
  const entries = await transaction.objectStore('outbox').index('check').getAll(first.args.spot_check_id)
  const done = new Set(entries.filter(({ state }) => state === 'unsent' || state === 'accepted').map(({ command }) => deedOf(command)))
  return deeds.every(deed => done.has(deedOf(deed)))
}

/** Of what is to be written beside the commands only what removes a draft. */
const removals = (drafts: Record<string, unknown>) => Object.fromEntries(Object.entries(drafts).filter(([, value]) => value === null))

async function enqueueAll(transaction: Keeping, commands: readonly NewCommand[]): Promise<Command[]> {
  const made: Command[] = []
  for (const command of commands)
    made.push(await enqueue(transaction, command))
  return made
}

/**
 * Keeps a record and its commands in ONE transaction: after it the inspector is done (待发送).
 * `drafts` are saved beside the commands by their keys, as `putDrafts` does; null removes one.
 * What two tabs do at once is done once: the second keeps nothing, and only lets its drafts go.
 * Throws StorageFull, having kept nothing of it, when the phone has no room.
 */
export async function keep(
  store: Store,
  commands: readonly NewCommand[],
  drafts: Record<string, unknown> = {},
): Promise<Command[]> {
  return replacing(store, drafts, async () => write(store, rooms, async (transaction) => {
    const isAgain = await isDone(transaction, commands)
    await putDrafts(store, transaction.objectStore('drafts'), isAgain ? removals(drafts) : drafts)
    return isAgain ? [] : enqueueAll(transaction, commands)
  }))
}

/**
 * Replaces a refused command by its correction, which is a new command with an id of its own.
 * `drafts` as in `keep`; throws StorageFull, having changed nothing, when the phone has no room.
 */
export async function correct(
  store: Store,
  refusedId: string,
  correction: NewCommand,
  drafts: Record<string, unknown> = {},
): Promise<Command> {
  return replacing(store, drafts, async () => write(store, rooms, async (transaction) => {
    await putDrafts(store, transaction.objectStore('drafts'), drafts)
    const outbox = transaction.objectStore('outbox')
    const refused = await outbox.get(refusedId)
    if (refused?.state !== 'refused')
      throw new Error(`command ${refusedId} is not a refused one`)
    const made = await enqueue(transaction, correction)
    await outbox.put({ ...refused, state: 'corrected', correctedBy: made.id, attention: null })
    return made
  }))
}

function settled(entry: OutboxEntry, verdict: Verdict, at: string): OutboxEntry {
  const told = { settledAt: at, flags: verdict.flags, receipt: verdict.receipt }
  if (verdict.verdict === 'refused')
    return { ...entry, ...told, state: 'refused', code: verdict.code, details: verdict.details, attention: 'refused' }
  // That the office took it in from this phone's own export needs nobody's attention here.
  const attention = verdict.flags.some(flag => flag !== 'command.imported') ? 'flagged' : null
  return { ...entry, ...told, state: 'accepted', code: null, details: {}, attention }
}

/** Writes the server's verdicts down; `retry` and commands without a verdict stay unsent. */
export async function settle(store: Store, verdicts: readonly Verdict[], at = new Date().toISOString()): Promise<void> {
  const final = verdicts.filter(({ id, verdict }) => id !== null && (verdict === 'accepted' || verdict === 'refused'))
  await write(store, ['outbox'], async (transaction) => {
    const outbox = transaction.objectStore('outbox')
    for (const verdict of final) {
      const entry = await outbox.get(verdict.id!)
      if (entry?.state === 'unsent')
        await outbox.put(settled(entry, verdict, at))
    }
  })
}

/** Notes that the person has read a refusal or a flag; the bar no longer counts it. */
export async function markSeen(store: Store, id: string): Promise<void> {
  await write(store, ['outbox'], async (transaction) => {
    const outbox = transaction.objectStore('outbox')
    const entry = await outbox.get(id)
    if (entry)
      await outbox.put({ ...entry, attention: null })
  })
}

/** Up to `limit` unsent commands made after `seq`, oldest first. */
export async function unsentAfter(store: Store, seq: number, limit: number): Promise<Command[]> {
  const range = IDBKeyRange.bound(['unsent', seq], ['unsent', Infinity], true)
  const entries = await store.db.getAllFromIndex('outbox', 'queue', range, limit)
  return entries.map(({ command }) => command)
}

/** Everything in the outbox in one state, oldest first. */
export async function entriesIn(store: Store, state: OutboxEntry['state']): Promise<OutboxEntry[]> {
  return store.db.getAllFromIndex('outbox', 'queue', IDBKeyRange.bound([state, 0], [state, Infinity]))
}

/** Everything that was done about one check on this phone, oldest first. */
export async function entriesOf(store: Store, checkId: string): Promise<OutboxEntry[]> {
  const entries = await store.db.getAllFromIndex('outbox', 'check', checkId)
  return entries.sort((a, b) => a.command.seq - b.command.seq)
}

/** What the server refused or flagged and its person has not looked at yet. */
export async function entriesToLookAt(store: Store): Promise<OutboxEntry[]> {
  return store.db.getAllFromIndex('outbox', 'attention')
}
