/** What a unit has promised with its reply is sent, whatever interrupts it. */
import type { App } from 'vue'
import type { Photo, Store } from '../../src/store'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createApp, h } from 'vue'
import UploadProgress from '../../src/contractor/UploadProgress.vue'
import { words } from '../../src/contractor/words'
import { sendTo } from '../../src/http'
import { signOut, status, store, syncNow } from '../../src/phone'
import { me } from '../../src/session'
import { newId, openStore } from '../../src/store'
import { notePromised } from '../../src/store/photos'
import { aPhotoWithOriginal, asKept, noteSent } from '../sync/photos'
import { FakeServer, refusal } from '../sync/server'
import { signInAt } from '../sync/signed-in'
import 'fake-indexeddb/auto'

let server: FakeServer
let isOnline: boolean
let id: string
let app: App | null = null
let host: HTMLElement
const told = vi.fn()

beforeEach(() => {
  localStorage.clear()
  told.mockReset()
  server = new FakeServer()
  isOnline = true
  server.faults.push(() => isOnline ? null : 'unsent')
  id = newId()
})

afterEach(async () => {
  app?.unmount()
  app = null
  if (me.value)
    await signOut()
  vi.unstubAllGlobals()
})

/** A promised photo; with `isShown` its rendition has come already, and only the original is left. */
async function aPromised(mine: Store, isShown: boolean): Promise<Photo> {
  const photo = await aPhotoWithOriginal(mine)
  await notePromised(mine, [photo], {})
  if (isShown)
    await noteSent(mine, photo)
  return photo
}

/** Signs in on a device that holds what an earlier page has left. */
async function openWith(isShown: boolean): Promise<Photo> {
  const before = await openStore(id)
  const photo = await aPromised(before, isShown)
  before.close()
  await signInAt(server, { id, role: 'contractor' })
  return photo
}

async function isSent(photo: Photo) {
  await vi.waitFor(async () => expect((await asKept(store(), photo))?.original?.state).toBe('sent'))
}

function show({ checkId }: Photo) {
  host = document.createElement('main')
  app = createApp({ render: () => h(UploadProgress, { hazardId: checkId, onSent: told }) })
  app.component('RouterLink', { render: () => h('a', words('signIn')) })
  app.config.globalProperties.$route = { fullPath: '/desk/replies' } as never
  app.mount(host)
}

async function shows(text: string) {
  await vi.waitFor(() => expect(host.textContent).toContain(text))
}

it('sends when the app is opened the original that was interrupted, though its rendition has come', async () => {
  const photo = await openWith(true)
  await isSent(photo)
  expect(server.files.has(photo.original!.sha256)).toBe(true)
  expect(server.asked.filter(each => each.includes('/sync/'))).toEqual([])
})

it('sends it when the network comes back', async () => {
  isOnline = false
  const photo = await openWith(true)
  await vi.waitFor(async () => expect((await asKept(store(), photo))?.original?.attempts).toBe(1))
  isOnline = true
  window.dispatchEvent(new Event('online'))
  await isSent(photo)
})

it('leaves what it learnt of the login alone where nothing was to be sent', async () => {
  await signInAt(server, { id, role: 'contractor' })
  vi.stubGlobal('fetch', async () => refusal(401, 'login.expired'))
  await sendTo('/api/v1/hazards', {})
  expect(status.value.loginExpired).toBe(true)
  await syncNow()
  expect(status.value.loginExpired).toBe(true)
  expect(server.asked).toEqual([])
})

it('says how many originals are to follow, and why they wait, and is silent when all have come', async () => {
  isOnline = false
  const photo = await openWith(false)
  show(photo)
  await shows(words('uploaded', { sent: 0, all: 1 }))
  await shows(words('uploadWaits'))
  await shows(words('originals', { n: 1 }))
  server.faults = [({ path }) => path.endsWith(photo.original!.sha256) ? refusal(503, 'server.busy') : null]
  window.dispatchEvent(new Event('online'))
  await shows(words('uploaded', { sent: 1, all: 1 }))
  await vi.waitFor(() => expect(told).toHaveBeenCalled())
  await shows(words('uploadWaits'))
  await shows(words('originals', { n: 1 }))
  server.faults = []
  host.querySelector('button')!.click()
  await isSent(photo)
  await vi.waitFor(() => expect(host.textContent).toBe(''))
})

it('says that this device is full where what has come cannot be noted, not that the network is bad', async () => {
  isOnline = false
  const photo = await openWith(false)
  show(photo)
  await shows(words('uploadWaits'))
  isOnline = true
  const disk = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError')
  })
  await syncNow()
  await shows(words('uploadFull'))
  expect(host.textContent).not.toContain(words('uploadWaits'))
  disk.mockRestore()
  host.querySelector('button')!.click()
  await isSent(photo)
})

it('asks for a new login where it has ended', async () => {
  const photo = await openWith(true)
  await isSent(photo)
  vi.stubGlobal('fetch', async () => refusal(401, 'login.expired'))
  const next = await aPhotoWithOriginal(store(), photo.checkId)
  show(photo)
  await notePromised(store(), [next], {})
  await shows(words('signIn'))
})
