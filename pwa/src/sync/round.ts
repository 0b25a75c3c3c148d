import type { Line } from './line'
import { StorageFull } from '../store/full'
import { flushCommands } from './flush'
import { LoginExpired, NotMine, Unreachable } from './line'
import { pull } from './pull'
import { flushPhotos } from './uploads'

/**
 * How a round of sync ended; `later` is tried again, and so is `full`, where the phone had no room to note what was
 * answered; `login` waits for its person, `stopped` is over.
 */
export type Outcome = 'done' | 'later' | 'full' | 'login' | 'stopped'

async function everything(line: Line): Promise<void> {
  // Commands first: they are small, and photos are accepted only when a command has promised them.
  await flushCommands(line)
  if (await pull(line) === 'resynced')
    await flushCommands(line)
  if (await flushPhotos(line) > 0)
    await pull(line)
}

/** Sends and fetches everything once, or does other `work`. Only a fault in this app itself is thrown. */
export async function round(line: Line, work: (line: Line) => Promise<unknown> = everything): Promise<Outcome> {
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
