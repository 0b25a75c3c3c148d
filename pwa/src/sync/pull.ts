import type { Line } from './line'
import type { PullAnswer } from './wire'
import { applyPull, beginResync, readPlace } from '../store/mirror'
import { noteServerTime } from './clock'
import { exchange, isResync, readJson, unexpected, Unreachable } from './line'

async function askFor(line: Line, cursor: string | null): Promise<PullAnswer | 'resync'> {
  const query = new URLSearchParams({ limit: '500', ...(cursor !== null && { cursor }) })
  const sentAt = Date.now()
  const answer = await exchange(line, `/api/v1/sync/pull?${query}`, { method: 'GET' })
  if (answer.ok) {
    const page = await readJson<PullAnswer>(answer)
    await noteServerTime(line.store, page.server_time, sentAt)
    return page
  }
  if (await isResync(answer))
    return 'resync'
  throw await unexpected(answer)
}

async function pullPages(line: Line): Promise<'pulled' | 'resynced' | 'resync'> {
  let told: 'pulled' | 'resynced' = 'pulled'
  for (;;) {
    const place = await readPlace(line.store)
    const page = await askFor(line, place.cursor)
    if (page === 'resync')
      return page
    if (page.more && page.cursor === place.cursor)
      throw new Unreachable('a pull does not move on')
    const taken = await applyPull(line.store, page, place)
    if (taken === 'of-another')
      told = 'resynced'
    if (taken !== 'stale' && !page.more)
      return told
  }
}

/** Fetches what has changed; `resynced` when the database is another one and the outbox offers its last days again. */
export async function pull(line: Line): Promise<'pulled' | 'resynced'> {
  const told = await pullPages(line)
  if (told !== 'resync')
    return told
  await beginResync(line.store)
  if (await pullPages(line) === 'resync')
    throw new Unreachable('a pull from the beginning was refused')
  return 'resynced'
}
