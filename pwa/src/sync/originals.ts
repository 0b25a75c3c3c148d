/** When the originals of photos, which no receipt waits for, are sent (sync.md, Photos 2). */
import type { Sendable } from '../store/photos'
import type { Line } from './line'
import { readMeta } from '../store/meta'
import { exchange, readJson, unexpected, Unreachable } from './line'

interface Network extends EventTarget { type?: string }

/** The network as some browsers tell it; tells of changes too. */
const network = () => (globalThis.navigator as { connection?: Network } | undefined)?.connection

const free = new Set(['wifi', 'ethernet'])
const untold = new Set([undefined, 'unknown', 'other'])

/** Whether the network costs nothing by the byte; null where the browser does not tell. */
export function isOnWifi(type = network()?.type): boolean | null {
  return untold.has(type) ? null : free.has(type!)
}

/** Calls `told` when the network becomes a Wi-Fi: its speed and delay change all the time. Answers how to stop. */
export function whenOnWifi(told: () => void): () => void {
  const line = network()
  let was = isOnWifi() === true
  const look = () => {
    const before = was
    was = isOnWifi() === true
    if (was && !before)
      told()
  }
  line?.addEventListener('change', look)
  return () => line?.removeEventListener('change', look)
}

async function askedFor(line: Line): Promise<Set<string>> {
  const answer = await exchange(line, '/api/v1/originals/asked', {})
  if (!answer.ok)
    throw await unexpected(answer)
  const { sha256s } = await readJson<{ sha256s: string[] }>(answer)
  return new Set(sha256s)
}

/** Asking is no reason for anything else to wait: a server of before does not know the question. */
async function askedForOrNone(line: Line): Promise<Set<string>> {
  return askedFor(line).catch((error: unknown) => {
    if (error instanceof Unreachable)
      return new Set<string>()
    throw error
  })
}

async function isFree({ store }: Line): Promise<boolean> {
  const when = await readMeta(store, 'originals') ?? 'always'
  return when === 'always' || (when === 'wifi' && isOnWifi() === true)
}

/** Says of originals that are owed which may go at this moment. */
export type MayGo = (owed: readonly Sendable[]) => Promise<readonly Sendable[]>

/**
 * Lets go what is not held back: all, or those that the office has asked for. Choice and network are looked at each
 * time, for they change while originals are on their way; the office's list is fetched once, and only if it is needed.
 */
export function notHeld(line: Line): MayGo {
  let asked: Promise<Set<string>> | undefined
  return async (owed) => {
    if (owed.length === 0 || await isFree(line))
      return owed
    asked ??= askedForOrNone(line)
    const wanted = await asked
    return owed.filter(({ file }) => wanted.has(file.sha256))
  }
}

/** Lets go also what is held back: its person has said so. */
export const heldToo = (): MayGo => async owed => owed
