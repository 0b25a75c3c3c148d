/** An app whose login and requests are answered by a scripted server. */
import type { Me } from '../../src/session'
import type { FakeServer } from './server'
import { vi } from 'vitest'
import { openForMe, store } from '../../src/phone'
import { signIn } from '../../src/session'
import { newId } from '../../src/store'
import { aStore } from '../builders'

const json = (body: object) => new Response(JSON.stringify(body))

async function bodyOf(request: Request): Promise<string | ArrayBuffer> {
  return request.headers.get('Content-Type') === 'application/json' ? request.text() : request.arrayBuffer()
}

/** Lets every request of the app be answered by this server, as the login of `me`. */
async function answerBy(server: FakeServer, me: Pick<Me, 'id' | 'role'>) {
  const { send } = server.line(await aStore())
  vi.stubGlobal('fetch', async (request: Request) => {
    if (request.url.endsWith('/session'))
      return request.method === 'POST' ? json({ me, device_id: newId() }) : new Response(null, { status: 204 })
    const path = new URL(request.url).pathname
    return send(path, { method: request.method, headers: request.headers, body: request.method === 'HEAD' ? null : await bodyOf(request) })
  })
}

/** Signs in and opens the records; answers them. */
export async function signInAt(server: FakeServer, me: Pick<Me, 'id' | 'role'>) {
  await answerBy(server, me)
  await signIn('jc01', 'secret', '手机')
  await openForMe()
  return store()
}
