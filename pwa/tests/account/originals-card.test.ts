import type { App } from 'vue'
import type { Store } from '../../src/store'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createApp } from 'vue'
import { words } from '../../src/account/originals-words'
import OriginalsCard from '../../src/account/OriginalsCard.vue'
import { sendOriginals, signOut, status, store, syncNow } from '../../src/phone'
import { isStill, me } from '../../src/session'
import { newId, photosIn } from '../../src/store'
import { readMeta, writeMeta } from '../../src/store/meta'
import { wordsOfCode } from '../../src/words/refusals'
import { aKeptPhotoWithOriginal } from '../sync/photos'
import { FakeServer, refusal } from '../sync/server'
import { signInAt } from '../sync/signed-in'
import 'fake-indexeddb/auto'

let server: FakeServer
let phone: Store
let app: App | null = null
let host: HTMLElement

beforeEach(async () => {
  localStorage.clear()
  server = new FakeServer()
  phone = await signInAt(server, { id: newId(), role: 'inspector' })
  await syncNow()
})

afterEach(async () => {
  app?.unmount()
  app = null
  if (me.value)
    await signOut()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

async function shows(text: string) {
  await vi.waitFor(() => expect(host.textContent).toContain(text))
}

async function aCard() {
  host = document.createElement('main')
  app = createApp(OriginalsCard)
  app.component('RouterLink', { render: () => null })
  app.mount(host)
  await shows(words('when'))
}

/** An original that is held back, its rendition with the server. */
async function aHeldOriginal() {
  await writeMeta(phone, 'originals', 'asked')
  const photo = await aKeptPhotoWithOriginal(phone)
  await syncNow()
  expect(await photosIn(phone, 'rendition', 'sent')).toHaveLength(1)
  return photo
}

const select = () => host.querySelector('select')!
const button = () => host.querySelector('button')!

function choose(value: string) {
  select().value = value
  select().dispatchEvent(new Event('change'))
}

it('shows the choice that holds, and says why, where the phone has no room for another', async () => {
  await aCard()
  const disk = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError')
  })
  choose('wifi')
  await shows(words('notKept', { choice: words('always') }))
  expect(select().value).toBe('always')
  disk.mockRestore()
  choose('wifi')
  await vi.waitFor(async () => expect(await readMeta(phone, 'originals')).toBe('wifi'))
  await vi.waitFor(() => expect(host.querySelector('[role=alert]')).toBeNull())
  expect(select().value).toBe('wifi')
})

it('says that the login has ended where it has, not that the network is bad', async () => {
  await aHeldOriginal()
  await aCard()
  await shows(words('held', { n: 1 }))
  vi.stubGlobal('fetch', async () => refusal(401, 'login.expired'))
  button().click()
  await shows(words('login'))
  expect(host.textContent).not.toContain(words('failed'))
  expect(status.value.loginExpired).toBe(true)
})

it('says so where not all were sent', async () => {
  await aHeldOriginal()
  await aCard()
  await shows(words('held', { n: 1 }))
  vi.stubGlobal('fetch', async () => refusal(503, 'server.busy'))
  button().click()
  await shows(words('failed'))
})

it('says how many originals cannot be sent any more, and why', async () => {
  const photo = await aHeldOriginal()
  await phone.db.delete('bytes', `${photo.id}/original`)
  await aCard()
  await shows(words('held', { n: 1 }))
  expect(await sendOriginals()).toBe('done')
  await shows(words('refused', { n: 1 }))
  await shows(wordsOfCode('photo.bytes_missing'))
  await vi.waitFor(() => expect(host.textContent).not.toContain(words('held', { n: 1 })))
  expect(host.textContent).not.toContain(words('again'))
})

it('offers again, on a tap, what the server would not have', async () => {
  const photo = await aHeldOriginal()
  await aCard()
  await shows(words('held', { n: 1 }))
  server.faults.push(({ path }) => path.endsWith(photo.original!.sha256) ? refusal(415, 'photo.unsupported') : null)
  expect(await sendOriginals()).toBe('done')
  await shows(words('refused', { n: 1 }))
  await writeMeta(phone, 'originals', 'always')
  server.faults.length = 0
  await shows(words('again'))
  ;[...host.querySelectorAll('button')].find(each => each.textContent!.includes(words('again')))!.click()
  await vi.waitFor(async () => expect(await photosIn(phone, 'original', 'sent')).toHaveLength(1))
})

it('is over, and no fault, where its person signs out while originals are sent', async () => {
  const { id } = me.value!
  await aHeldOriginal()
  let answer!: (response: Response) => void
  vi.stubGlobal('fetch', async ({ url }: Request) => url.endsWith('/session')
    ? new Response(null, { status: 204 })
    : new Promise<Response>(resolve => (answer = resolve)))
  const sending = sendOriginals()
  await vi.waitFor(() => expect(answer).toBeDefined())
  expect(await signOut()).toBe('locked')
  answer(new Response(JSON.stringify({ changes: [], cursor: 'c', more: false, server_time: new Date().toISOString(), epoch: 'e1' })))
  expect(await sending).toBe('stopped')
  expect(isStill(id)).toBe(false)
  expect(store).toThrow('nobody is signed in')
  expect(status.value.running).toBe(false)
})
