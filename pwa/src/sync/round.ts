import type { Store } from '../store/database'
import type { Line } from './line'
import { StorageFull } from '../store/full'
import { readMeta } from '../store/meta'
import { flushCommands } from './flush'
import { LoginExpired, NotMine, Unreachable } from './line'
import { heldToo, notHeld } from './originals'
import { pull } from './pull'
import { flushPhotos } from './uploads'

/**
 * How a round of sync ended; `later` is tried again, and so is `full`, where the phone had no room to note what was
 * answered; `login` waits for its person, `stopped` is over.
 */
export type Outcome = 'done' | 'later' | 'full' | 'login' | 'stopped'

/** The number of the command that was made last; those after it are new. */
const lastSeq = async (store: Store) => await readMeta(store, 'seq') ?? 0

/** Sends and fetches everything, and again as often as something new goes before the originals that are left. */
export async function everything(line: Line, which = notHeld): Promise<void> {
  const seq = await lastSeq(line.store)
  // Commands first: they are small, and photos are accepted only when a command has promised them.
  await flushCommands(line)
  if (await pull(line) === 'resynced')
    await flushCommands(line)
  const { tried, isCut } = await flushPhotos(line, which, seq)
  if (isCut)
    await everything(line, which)
  else if (tried > 0)
    await pull(line)
}

/** As everything, and the originals that are held back too. */
export const everythingHeldToo = async (line: Line) => everything(line, heldToo)

/** For those who keep no outbox: sends the photos that the server was promised at the desk. */
export async function photosOnly(line: Line): Promise<void> {
  const { isCut } = await flushPhotos(line, notHeld, await lastSeq(line.store))
  if (isCut)
    await photosOnly(line)
}

export type Work = (line: Line) => Promise<void>

/** Sends and fetches everything once, or does other `work`. Only a fault in this app itself is thrown. */
export async function round(line: Line, work: Work = everything): Promise<Outcome> {
  try {
    await work(line)
    return 'done'
  }
  catch (error) {
    if (error instanceof Unreachable)
      return 'later'
    if (error instanceof StorageFull)
      return 'full'
    if (error instanceof LoginExpired)
      return 'login'
    if (error instanceof NotMine)
      return 'stopped'
    throw error
  }
}

/** Runs `work` while no other tab of the same person runs its own, where the browser knows locks. */
export async function alone<T>(personId: string, work: () => Promise<T>): Promise<T> {
  const { locks } = navigator
  // Older web views have none, whatever the types say.
  if (!locks)
    return work()
  return await locks.request(`suicha-sync-${personId}`, work) as T
}
