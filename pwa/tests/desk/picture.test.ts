import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createApp, h, nextTick } from 'vue'
import Picture from '../../src/desk/Picture.vue'

const fetched = vi.fn<() => Promise<Response>>()
let host: HTMLElement

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('fetch', fetched)
  host = document.body.appendChild(document.createElement('div'))
  createApp({ render: () => h(Picture, { spotCheckId: 'c', sha256: 's', size: 'view', label: 'photo' }) }).mount(host)
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  document.body.innerHTML = ''
})

const picture = () => host.querySelector('img')!

/** The picture fails, and the server says why; true when another try was begun within `wait` ms. */
async function isTriedAgain(status: number, wait: number): Promise<boolean> {
  const before = picture()
  fetched.mockResolvedValue(new Response(null, { status }))
  before.dispatchEvent(new Event('error'))
  await vi.advanceTimersByTimeAsync(wait)
  await nextTick()
  return picture() !== before
}

it('a rendition that is not made yet is asked for until it is there, however long that takes', async () => {
  expect(await isTriedAgain(409, 3999)).toBe(false)
  await vi.advanceTimersByTimeAsync(1)
  for (let n = 0; n < 30; n++)
    expect(await isTriedAgain(409, 60_000), `try ${n}`).toBe(true)
  expect(host.textContent).toBe('照片处理中')
  picture().dispatchEvent(new Event('load'))
  await nextTick()
  expect(host.textContent).toBe('')
})

it('a picture the server has and the browser cannot show is asked for a few times only', async () => {
  for (let n = 0; n < 8; n++)
    expect(await isTriedAgain(200, 1), `try ${n}`).toBe(true)
  expect(await isTriedAgain(200, 120_000)).toBe(false)
  expect(host.textContent).toBe('照片无法显示')
})

it('a refused picture is not asked for again', async () => {
  expect(await isTriedAgain(403, 120_000)).toBe(false)
  expect(host.textContent).toBe('照片无法显示')
})
