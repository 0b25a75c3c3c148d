import type { Store } from '../store/database'
import { readRefusal } from '../refusal'

/** Everything that one person's sync needs of the world. */
export interface Line {
  store: Store
  /** `fetch` with the person's login; answers 401 only when the login has really ended. */
  send: (path: string, init: RequestInit) => Promise<Response>
  deviceId: () => string | null
  /** False as soon as somebody else has signed in on this device. */
  isStillMine: () => boolean
}

/** The network or the server is away, or answers nonsense: try again later. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable'
}

/** The login has ended: everything waits, nothing is lost. */
export class LoginExpired extends Error {
  override readonly name = 'LoginExpired'
}

/** Somebody else has signed in on this device; what is here must not travel under that name. */
export class NotMine extends Error {
  override readonly name = 'NotMine'
}

/** Sends one request; what is answered is understood to be about the request itself, not about network, server or login. */
export async function exchange(line: Line, path: string, init: RequestInit): Promise<Response> {
  if (!line.isStillMine())
    throw new NotMine('another person has signed in')
  const answer = await line.send(path, init).catch((cause: unknown) => {
    throw new Unreachable('no answer', { cause })
  })
  if (answer.status === 401)
    throw new LoginExpired('signed out by the server')
  if (answer.status >= 500 || answer.status === 429)
    throw new Unreachable(`HTTP ${answer.status}`)
  return answer
}

/** Reads a good answer's JSON; a captive portal's page or a cut body counts as no answer. */
export async function readJson<T>(answer: Response): Promise<T> {
  return answer.json().catch((cause: unknown) => {
    throw new Unreachable('unreadable answer', { cause })
  }) as Promise<T>
}

/** The refusal of an answer that nobody expects here. */
export async function unexpected(answer: Response): Promise<Unreachable> {
  return new Unreachable(`unexpected HTTP ${answer.status}`, { cause: await readRefusal(answer) })
}

/** Whether the server says that it is another database than the one this phone knows: restored from a backup. */
export async function isResync(answer: Response): Promise<boolean> {
  return answer.status === 409 && (await readRefusal(answer.clone())).code === 'sync.resync'
}
