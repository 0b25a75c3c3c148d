import { afterEach, expect, it, vi } from 'vitest'
import { createApp, nextTick } from 'vue'
import { createMemoryHistory, createRouter, RouterView } from 'vue-router'
import { painted } from '../../src/parts/painted'
import { store } from '../../src/phone'
import RecordPage from '../../src/spot-check/RecordPage.vue'
import { draftKeys } from '../../src/spot-check/work'
import { saveDraft } from '../../src/store'
import { aPhoneWithACheck } from './on-a-phone'
import { checkId, scoredId } from './records'
import 'fake-indexeddb/auto'

let drawn: string[] = []

afterEach(async () => {
  await store().db.clear('drafts')
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
  document.body.innerHTML = ''
})

/** The page of a list on which nothing is answered yet; notes each component that is drawn again. */
async function aPage() {
  const phone = await aPhoneWithACheck()
  await saveDraft(phone, draftKeys(checkId).start, { startedAt: '2026-11-27T01:00:00.000Z', position: null })
  const nothing = { render: () => null }
  const router = createRouter({ history: createMemoryHistory(), routes: [
    { path: '/checks/:id/record/:versionId', component: RecordPage, props: true },
    { path: '/:all(.*)*', component: nothing },
  ] })
  await router.push(`/checks/${checkId}/record/${scoredId}`)
  const app = createApp(RouterView)
  app.mixin({
    updated(this: { $options: { __name?: string } }) {
      drawn.push(this.$options.__name ?? '')
    },
  })
  const host = document.body.appendChild(document.createElement('div'))
  app.use(router).mount(host)
  await vi.waitFor(() => expect(host.querySelectorAll('section.item')).toHaveLength(2))
  await painted()
  return { app, host }
}

it('draws what an answer brings, and the page around it, only once the answer is on the screen', async () => {
  const { app, host } = await aPage()
  const asksFor = () => ['.deduction', '.note', '.report'].map(what => host.querySelectorAll(`#item-B1-2 ${what}`).length)
  const frame: FrameRequestCallback[] = []
  vi.spyOn(globalThis, 'requestAnimationFrame').mockImplementation(told => frame.push(told))
  drawn = []
  host.querySelectorAll<HTMLInputElement>('input[type=radio]')[4]!.click()
  await nextTick()
  expect(host.querySelectorAll('label.stop.chosen')).toHaveLength(1)
  expect(drawn).toContain('ItemCard')
  expect(drawn.filter(name => ['RecordPage', 'PhonePage', 'AppHeader', 'BottomBar', 'ScoreBox'].includes(name))).toEqual([])
  expect([host.querySelector('section.current'), asksFor()]).toEqual([null, [0, 0, 0]])
  frame.forEach(told => told(0))
  await vi.waitFor(() => expect([host.querySelector('section.current')?.id, host.querySelector('header p')?.textContent]).toEqual(['item-B1-2', expect.stringContaining('1 / 2')]))
  await vi.waitFor(() => expect(asksFor()).toEqual([1, 1, 1]))
  app.unmount()
})

it('keeps a press on an answer from anything else, but lets a field that is being written lose the focus', async () => {
  const { app, host } = await aPage()
  const press = (part: string) => {
    const pressed = new MouseEvent('mousedown', { bubbles: true, cancelable: true })
    host.querySelector(part)!.dispatchEvent(pressed)
    return pressed.defaultPrevented
  }
  expect(press('label.ok')).toBe(true)
  host.querySelector<HTMLElement>('label.stop')!.click()
  await vi.waitFor(() => expect(host.querySelector('textarea')).not.toBeNull())
  host.querySelector('textarea')!.focus()
  expect(press('label.ok')).toBe(false)
  app.unmount()
})

it('offers a note or asks for one, and never both after each other', async () => {
  const { app, host } = await aPage()
  const offered = vi.fn()
  new MutationObserver(() => host.querySelector('.add-note') && offered()).observe(host, { childList: true, subtree: true })
  host.querySelector<HTMLElement>('label.stop')!.click()
  await vi.waitFor(() => expect(host.querySelector('.note')).not.toBeNull())
  expect(offered).not.toHaveBeenCalled()
  app.unmount()
})

it('leads two items on by two taps within a frame', async () => {
  const { app, host } = await aPage()
  const next = host.querySelector<HTMLElement>('footer .primary')!
  next.click()
  next.click()
  await vi.waitFor(() => expect(host.querySelector('section.current')?.id).toBe('item-B1-2'))
  app.unmount()
})
