import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createApp, h, nextTick, shallowRef } from 'vue'
import LongList from '../../src/parts/LongList.vue'
import { painted } from '../../src/parts/painted'

type Look = (entries: Partial<IntersectionObserverEntry>[]) => void

let look: Look
const watched = new Set<HTMLElement>()

beforeEach(() => {
  vi.stubGlobal('IntersectionObserver', class {
    constructor(told: Look) {
      look = told
    }

    observe = (element: HTMLElement) => watched.add(element)
    unobserve = (element: HTMLElement) => watched.delete(element)
    disconnect = () => watched.clear()
  })
})

afterEach(() => vi.unstubAllGlobals())

/** Scrolls so that only these pieces are near the screen, each being so high. */
async function see(host: Element, pieces: number[], height = 1000) {
  const entries = [...host.querySelectorAll<HTMLElement>('[data-piece]')].map((target, n) => ({
    target,
    isIntersecting: pieces.includes(n),
    boundingClientRect: { height } as DOMRect,
  }))
  look(entries)
  await nextTick()
}

function aList(count: number, more: { idOf?: (item: string) => string, whole?: boolean } = {}) {
  const items = shallowRef(Array.from({ length: count }, (_, n) => `item ${n}`))
  const host = document.createElement('main')
  document.body.append(host)
  const list = () => h(LongList<string>, { items: items.value, keyOf: (item: string) => item, estimate: 50, ...more }, { default: ({ item }: { item: string }) => h('button', item) })
  const app = createApp({ render: list })
  app.mount(host)
  const shown = () => [...host.querySelectorAll('button')].map(button => button.textContent)
  const heights = () => [...host.querySelectorAll<HTMLElement>('[data-piece]')].map(({ style }) => style.height)
  return { app, items, host, shown, heights }
}

it('shows the first items once they are near, and keeps the room of all others free', async () => {
  const { host, shown, heights } = aList(15)
  expect(shown()).toEqual([])
  expect(heights()).toEqual(['200px', '200px', '200px', '150px'])
  await see(host, [0])
  expect(shown()).toEqual(Array.from({ length: 4 }, (_, n) => `item ${n}`))
  expect(heights()).toEqual(['', '200px', '200px', '150px'])
})

it('holds only what is near the screen, however far one scrolls through 4,000', async () => {
  const { host, shown, heights } = aList(4000)
  for (let n = 0; n < 1000; n += 41) {
    await see(host, [n, n + 1, n + 2])
    expect(shown().length).toBeLessThanOrEqual(12)
    expect(shown()[0]).toBe(`item ${n * 4}`)
  }
  expect(heights()[0]).toBe('1000px')
})

it('shows nothing that is gone, and what has come', async () => {
  const { host, items, shown, heights } = aList(15)
  await see(host, [3])
  expect(shown()).toHaveLength(3)
  items.value = ['new', ...items.value.slice(0, 12)]
  await nextTick()
  expect(shown()).toEqual(['item 11'])
  items.value = items.value.slice(0, 3)
  await nextTick()
  expect(heights()).toHaveLength(1)
  await see(host, [0])
  expect(shown()).toEqual(['new', 'item 0', 'item 1'])
})

it('marks the room of each item by its id, so that one can go there, and never twice', async () => {
  const { host } = aList(15, { idOf: item => `at ${item}` })
  const rooms = () => [...host.querySelectorAll<HTMLElement>('[data-piece] > div')].map(({ id, style }) => `${id} ${style.height}`)
  expect(rooms()).toHaveLength(15)
  await see(host, [1])
  expect(rooms()).toHaveLength(11)
  await see(host, [0])
  expect(rooms().slice(0, 2)).toEqual(['at item 4 250px', 'at item 5 250px'])
})

it('shows a short list whole and watches none of it', () => {
  watched.clear()
  expect(aList(15, { whole: true }).shown()).toHaveLength(15)
  expect(watched.size).toBe(0)
})

it('does not take away what holds the focus', async () => {
  const { host, shown } = aList(15)
  await see(host, [0])
  host.querySelector('button')!.focus()
  await see(host, [3])
  expect(shown()[0]).toBe('item 0')
  expect(document.activeElement?.textContent).toBe('item 0')
})

it('lets it go when the focus has left it, if it is still far away', async () => {
  const { host, shown } = aList(15)
  await see(host, [0, 3])
  const [first, second, , , other] = host.querySelectorAll('button')
  first!.focus()
  await see(host, [3])
  second!.focus()
  await painted()
  await nextTick()
  expect(shown()[0]).toBe('item 0')
  other!.focus()
  await vi.waitFor(() => expect(shown()).toEqual(['item 12', 'item 13', 'item 14']))
})

it('watches nothing any more once it is left', () => {
  const { app } = aList(15)
  expect(watched.size).toBeGreaterThanOrEqual(4)
  app.unmount()
  expect(watched.size).toBe(0)
})

it('shows everything where the browser cannot tell what is near', () => {
  vi.stubGlobal('IntersectionObserver', undefined)
  expect(aList(15).shown()).toHaveLength(15)
})
