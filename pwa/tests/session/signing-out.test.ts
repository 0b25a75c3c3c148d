import type { Me } from '../../src/session'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { keep, openForMe, signOut, status, store, syncNow } from '../../src/phone'
import { isStill, me, signIn } from '../../src/session'
import { entriesIn, newId } from '../../src/store'
import { aStart } from '../builders'
import 'fake-indexeddb/auto'

const json = (body: object, status = 200) => new Response(JSON.stringify(body), { status })
const asked: string[] = []
let online = true

function answer({ url, method }: Request, person: Pick<Me, 'id' | 'role'>): Response {
  if (url.endsWith('/session'))
    return method === 'POST' ? json({ me: person, device_id: newId() }) : new Response(null, { status: 204 })
  return json({ changes: [], cursor: 'c', more: false, verdicts: [], server_time: new Date().toISOString() })
}

async function signInAs(id: string, role: Me['role'] = 'inspector') {
  vi.stubGlobal('fetch', async (request: Request) => {
    if (!online)
      throw new TypeError('Failed to fetch')
    asked.push(`${request.method} ${new URL(request.url).pathname}`)
    return answer(request, { id, role })
  })
  await signIn('jc01', 'secret', '手机')
  await openForMe()
}

beforeEach(() => {
  online = true
  asked.length = 0
  localStorage.clear()
})

afterEach(() => vi.unstubAllGlobals())

it('wipes a phone that holds nothing of its own, and tells the server', async () => {
  await signInAs(newId())
  await syncNow()
  expect(await signOut()).toBe('wiped')
  expect(me.value).toBeNull()
  expect(asked).toContain('DELETE /api/v1/session')
  expect(store).toThrow('nobody is signed in')
})

it('locks a phone with unsent work, shows the next person none of it, and gives it back to its own', async () => {
  const [mine, other] = [newId(), newId()]
  await signInAs(mine)
  await keep([aStart()])
  expect(await signOut()).toBe('locked')

  await signInAs(other)
  expect(await entriesIn(store(), 'unsent')).toEqual([])
  expect(status.value.unsent).toBe(0)
  expect(isStill(mine)).toBe(false)
  await signOut()

  await signInAs(mine)
  expect(await entriesIn(store(), 'unsent')).toHaveLength(1)
  expect(status.value.unsent).toBe(1)
  await signOut()
})

it('says that something waits as soon as it is kept, not only once it has been counted', async () => {
  await signInAs(newId())
  await syncNow()
  expect(status.value.unsent).toBe(0)
  online = false
  await keep([aStart(), aStart()])
  expect(status.value.unsent).toBe(2)
  await syncNow()
  expect(status.value.unsent).toBe(2)
  await signOut()
})

it('signs out without a network, and tells the server at the next start', async () => {
  await signInAs(newId())
  await syncNow()
  online = false
  await signOut()
  expect(me.value).toBeNull()
  expect(asked).not.toContain('DELETE /api/v1/session')
  expect(localStorage.getItem('suicha.session-to-end')).toBe('1')
})

it('follows another tab in which somebody else has signed in', async () => {
  await signInAs(newId())
  const next = { id: newId(), role: 'inspector' }
  localStorage.setItem('suicha.me', JSON.stringify(next))
  window.dispatchEvent(new StorageEvent('storage', { key: 'suicha.me' }))
  expect(me.value?.id).toBe(next.id)
})

it('sends and fetches for inspectors only: the others have nothing on the phone', async () => {
  await signInAs(newId(), 'witness')
  await syncNow()
  expect(asked.filter(each => each.includes('/sync/'))).toEqual([])
  expect(await signOut()).toBe('wiped')
})

it('goes on saying that the login has expired when the network goes too', async () => {
  await signInAs(newId())
  await syncNow()
  vi.stubGlobal('fetch', async () => json({ code: 'login.expired', message: '', details: {} }, 401))
  await syncNow()
  expect(status.value.loginExpired).toBe(true)
  vi.stubGlobal('fetch', async () => {
    throw new TypeError('Failed to fetch')
  })
  await syncNow()
  expect(status.value.loginExpired).toBe(true)
})

it('says that the server does not answer while there is a network', async () => {
  await signInAs(newId())
  vi.stubGlobal('fetch', async () => new Response('<html>502 Bad Gateway</html>', { status: 502 }))
  await syncNow()
  expect(status.value.serverAway).toBe(true)
})
