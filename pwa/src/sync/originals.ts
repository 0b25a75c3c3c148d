/** When the originals of photos, which no receipt waits for, are sent (sync.md, Photos 2). */
import type { Sendable } from '../store/photos'
import type { Line } from './line'
import { readMeta } from '../store/meta'
import { exchange, readJson, unexpected, Unreachable } from './line'

interface Network extends EventTarget { type?: string }

/** The network as some browsers tell it; tells of changes too. */
export const network = () => (globalThis.navigator as { connection?: Network } | undefined)?.connection

const free = new Set(['wifi', 'ethernet'])
const untold = new Set([undefined, 'unknown', 'other'])

/** Whether the network costs nothing by the byte; null where the browser does not tell. */
export function isOnWifi(type = network()?.type): boolean | null {
  return untold.has(type) ? null : free.has(type!)
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

/** Of the originals that are owed those to be sent now: all, or those that the office has asked for. */
export async function originalsToSend(line: Line, owed: readonly Sendable[]): Promise<readonly Sendable[]> {
  const when = await readMeta(line.store, 'originals') ?? 'always'
  if (owed.length === 0 || when === 'always' || (when === 'wifi' && isOnWifi() === true))
    return owed
  const asked = await askedForOrNone(line)
  return owed.filter(({ file }) => asked.has(file.sha256))
}
