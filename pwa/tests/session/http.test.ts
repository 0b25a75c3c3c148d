import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { onLogin, sendTo } from '../../src/http'

const answered = vi.fn<(request: Request) => Promise<Response>>()
function refusal(status: number, code: string) {
  return new Response(JSON.stringify({ code, message: code, details: {} }), { status })
}
const asked = () => answered.mock.calls.map(([request]) => `${request.method} ${new URL(request.url).pathname}`)
const csrf = (nth: number) => answered.mock.calls[nth]?.[0].headers.get('X-CSRF-TOKEN')

/** A server whose access token has ended until it is renewed. */
function expiredUntilRefreshed() {
  let renewed = false
  answered.mockImplementation(async (request) => {
    if (!request.url.endsWith('/session/refresh'))
      return renewed ? new Response('{}') : refusal(401, 'login.expired')
    renewed = true
    document.cookie = 'csrf_access_token=second'
    return new Response('{}')
  })
}

beforeEach(() => {
  vi.stubGlobal('fetch', answered)
  document.cookie = 'csrf_access_token=first'
  document.cookie = 'csrf_refresh_token=renewal'
})

afterEach(() => {
  vi.unstubAllGlobals()
  answered.mockReset()
})

it('carries the CSRF token on everything that is no GET', async () => {
  answered.mockImplementation(async () => new Response('{}'))
  await sendTo('/api/v1/plans', { method: 'POST', body: '{}' })
  await sendTo('/api/v1/plans', { method: 'GET' })
  expect([csrf(0), csrf(1)]).toEqual(['first', null])
})

it('renews an expired login once and sends the request again with the new token', async () => {
  expiredUntilRefreshed()
  const answer = await sendTo('/api/v1/plans', { method: 'POST', body: '{"title":"第四季度"}' })
  expect(answer.ok).toBe(true)
  expect(asked()).toEqual(['POST /api/v1/plans', 'POST /api/v1/session/refresh', 'POST /api/v1/plans'])
  expect([csrf(0), csrf(1), csrf(2)]).toEqual(['first', 'renewal', 'second'])
  expect(await answered.mock.calls[2]?.[0].text()).toBe('{"title":"第四季度"}')
})

it('renews once for all who find the login expired together', async () => {
  expiredUntilRefreshed()
  const answers = await Promise.all(['a', 'b', 'c'].map(async path => sendTo(`/api/v1/${path}`, { method: 'GET' })))
  expect(answers.every(({ ok }) => ok)).toBe(true)
  expect(asked().filter(each => each.endsWith('/refresh'))).toHaveLength(1)
})

it('answers the 401 when the renewal is refused too', async () => {
  answered.mockImplementation(async () => refusal(401, 'login.revoked'))
  expect((await sendTo('/api/v1/plans', { method: 'GET' })).status).toBe(401)
  expect(asked()).toHaveLength(2)
})

it('does not take trouble of the server at the renewal for the end of the login', async () => {
  answered.mockImplementation(async request =>
    request.url.endsWith('/refresh') ? refusal(503, 'server.busy') : refusal(401, 'login.expired'))
  await expect(sendTo('/api/v1/plans', { method: 'GET' })).rejects.toMatchObject({ code: 'server.busy' })
})

it('tells that the login has ended, and that the server takes one again', async () => {
  const heard: boolean[] = []
  onLogin(isEnded => heard.push(isEnded))
  answered.mockImplementation(async () => refusal(401, 'login.revoked'))
  await sendTo('/api/v1/plans', { method: 'GET' })
  answered.mockImplementation(async () => refusal(401, 'login.wrong'))
  await sendTo('/api/v1/session', { method: 'POST', body: '{}' })
  expect(heard).toEqual([true])
  answered.mockImplementation(async () => new Response('{}'))
  await sendTo('/api/v1/session', { method: 'POST', body: '{}' })
  expect(heard).toEqual([true, false])
  answered.mockImplementation(async () => refusal(503, 'server.busy'))
  await sendTo('/api/v1/plans', { method: 'GET' })
  expect(heard).toEqual([true, false])
})

it('does not renew after a wrong password', async () => {
  answered.mockImplementation(async () => refusal(401, 'login.wrong'))
  expect((await sendTo('/api/v1/session', { method: 'POST', body: '{}' })).status).toBe(401)
  expect(asked()).toHaveLength(1)
})
