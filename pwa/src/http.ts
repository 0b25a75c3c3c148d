import type { Refusal } from './refusal'
import { readRefusal } from './refusal'
import { once } from './sync/once'

function cookie(name: string): string | null {
  const found = document.cookie.split('; ').find(pair => pair.startsWith(`${name}=`))
  return found ? decodeURIComponent(found.slice(name.length + 1)) : null
}

function withCsrf(request: Request, cookieName: string): Request {
  const token = cookie(cookieName)
  if (token && request.method !== 'GET')
    request.headers.set('X-CSRF-TOKEN', token)
  return request
}

async function askForRefresh(): Promise<Refusal | null> {
  const request = new Request('/api/v1/session/refresh', { method: 'POST', credentials: 'same-origin' })
  const answer = await fetch(withCsrf(request, 'csrf_refresh_token'))
  return answer.ok ? null : readRefusal(answer)
}

/** Renews the login by its refresh token; null when renewed, else why not. */
const refresh = once(askForRefresh)

let tell: (isEnded: boolean) => void = () => {}

/** Lets `hear` know whether the login has ended: true when its renewal was refused, false when a request went through. */
export function onLogin(hear: (isEnded: boolean) => void) {
  tell = hear
}

async function isExpiredLogin(answer: Response): Promise<boolean> {
  if (answer.status !== 401)
    return false
  const { code } = await readRefusal(answer.clone())
  return code !== 'login.wrong'
}

type Go = (request: Request) => Promise<Response>

/**
 * `fetch` for our own server: cookies, the CSRF header, and one renewal of an expired login.
 * Answers the 401 itself when the renewal was refused; throws as fetch does without a network.
 * The request goes by `go`, where that is not fetch itself.
 */
export async function send(request: Request, go: Go = async each => fetch(each)): Promise<Response> {
  const again = request.clone()
  const answer = await go(withCsrf(request, 'csrf_access_token'))
  if (!await isExpiredLogin(answer)) {
    if (answer.ok)
      tell(false)
    return answer
  }
  const refused = await refresh()
  if (!refused)
    return go(withCsrf(again, 'csrf_access_token'))
  // Only a refused renewal means that the login has ended; trouble of the server's own does not.
  if (refused.status !== 401)
    throw refused
  tell(true)
  return answer
}

/** `send` by path, as sync and session use it. */
export async function sendTo(path: string, init: RequestInit, go?: Go): Promise<Response> {
  return send(new Request(path, { credentials: 'same-origin', ...init }), go)
}
