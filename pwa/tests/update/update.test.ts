import type { MockInstance } from 'vitest'
import type UpdateBar from '../../src/parts/UpdateBar.vue'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createApp, nextTick } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { routes as replies } from '../../src/contractor/routes'
import { routes as onSite } from '../../src/spot-check/routes'

class Worker extends EventTarget {
  said: string[] = []
  postMessage(message: string) {
    this.said.push(message)
  }
}

class Registration extends EventTarget {
  waiting: Worker | null = null
  installing: Worker | null = null
  update = vi.fn(async () => undefined)
}

class Container extends EventTarget {
  controller: Worker | null = new Worker()
  registration = new Registration()
  register = async () => this.registration
}

let container: Container
let reloaded: MockInstance<() => void>

/** A page of the app that was loaded by an installed version, somewhere in it. */
async function aPage(path: string) {
  vi.resetModules()
  const update = await import('../../src/update')
  const { default: Bar } = await import('../../src/parts/UpdateBar.vue') as { default: typeof UpdateBar }
  await update.startServiceWorker()
  const page = { render: () => null }
  const router = createRouter({ history: createMemoryHistory(), routes: [
    { path: '/tasks', component: page },
    { path: '/record', component: page, meta: { recording: true } },
  ] })
  await router.push(path)
  const host = document.createElement('div')
  createApp(Bar).use(router).mount(host)
  return { update, router, host }
}

/** A new version has been fetched and waits. */
async function aNewVersion() {
  const worker = new Worker()
  container.registration.installing = worker
  container.registration.dispatchEvent(new Event('updatefound'))
  container.registration.waiting = worker
  worker.dispatchEvent(new Event('statechange'))
  await nextTick()
  return worker
}

beforeEach(() => {
  container = new Container()
  vi.stubEnv('PROD', true)
  Object.defineProperty(navigator, 'serviceWorker', { value: container, configurable: true })
  reloaded = vi.spyOn(location, 'reload').mockReturnValue(undefined)
})

afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

it('loads anew after a tap even where the browser lets the new version wait', async () => {
  vi.useFakeTimers()
  const { host } = await aPage('/tasks')
  await aNewVersion()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(reloaded).not.toHaveBeenCalled()
  host.querySelector('button')!.click()
  await vi.advanceTimersByTimeAsync(4_900)
  expect(reloaded).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(200)
  expect(reloaded).toHaveBeenCalledOnce()
  vi.useRealTimers()
})

it('offers a new version where nobody records, and takes it at a tap only', async () => {
  const { host } = await aPage('/tasks')
  const worker = await aNewVersion()
  expect(host.textContent).toContain('有新版本')
  expect(worker.said).toEqual([])
  host.querySelector('button')!.click()
  expect(worker.said).toEqual(['activate'])
  expect(reloaded).not.toHaveBeenCalled()
  container.dispatchEvent(new Event('controllerchange'))
  expect(reloaded).toHaveBeenCalledOnce()
})

it('offers nothing on top of a sheet, a camera or a signature, but as soon as it is left', async () => {
  const { host, router } = await aPage('/record')
  await aNewVersion()
  expect(host.textContent).toBe('')
  await router.push('/tasks')
  await nextTick()
  expect(host.textContent).toContain('有新版本')
})

it('offers nothing while a form holds words that are nowhere else, but a search is no such form', async () => {
  const { host, router } = await aPage('/tasks')
  await aNewVersion()
  document.body.innerHTML = '<form role="search"><input></form><form><textarea></textarea></form>'
  const type = async (into: string) => {
    document.querySelector(into)!.dispatchEvent(new Event('input', { bubbles: true }))
    await nextTick()
  }
  await type('input')
  expect(host.textContent).toContain('有新版本')
  await type('textarea')
  expect(host.textContent).toBe('')
  await router.push('/tasks?another')
  await nextTick()
  expect(host.textContent).toContain('有新版本')
})

it('counts as recording wherever somebody writes what is not sent yet', () => {
  const writing = [...onSite, ...replies].filter(({ meta }) => meta?.recording).map(({ path }) => path)
  expect(writing).toEqual([
    '/hazards/:id',
    '/checks/:id/record/:versionId',
    '/checks/:id/hazards/new',
    '/checks/:id/sign',
    '/checks/:id/differences',
    '/checks/:id/supplement',
    '/checks/:id/submit',
    '/desk/replies/:id?',
  ])
})

it('never loads the page anew because another tab has taken the new version', async () => {
  const { host, router, update } = await aPage('/record')
  container.dispatchEvent(new Event('controllerchange'))
  await nextTick()
  expect(reloaded).not.toHaveBeenCalled()
  expect(update.update.value).toBe('stale')
  expect(host.textContent).toBe('')
  await router.push('/tasks')
  await nextTick()
  host.querySelector('button')!.click()
  expect(reloaded).toHaveBeenCalledOnce()
})

it('says nothing when the very first worker takes the page over', async () => {
  container.controller = null
  const { update } = await aPage('/tasks')
  container.dispatchEvent(new Event('controllerchange'))
  expect(update.update.value).toBeNull()
  expect(reloaded).not.toHaveBeenCalled()
})
