import type { Store } from '../store/database'
import { writeMeta } from '../store/meta'

/** Remembers how far this phone's clock is from the server's, taking the answer to have been half way. */
export async function noteServerTime(store: Store, serverTime: string, sentAt: number, now = Date.now()): Promise<void> {
  const server = Date.parse(serverTime)
  if (!Number.isNaN(server))
    await writeMeta(store, 'clockOffset', Math.round(server - (sentAt + now) / 2))
}
