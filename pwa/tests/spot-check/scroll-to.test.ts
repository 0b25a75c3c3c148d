import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { scrollTo } from '../../src/spot-check/scroll-to'

let item: HTMLElement
let looks: ScrollBehavior[]
/** Where the item is found at each look; the last one stays. */
let tops: number[]

beforeEach(() => {
  document.body.innerHTML = '<div id="item-1"></div>'
  item = document.getElementById('item-1')!
  looks = []
  tops = [0]
  item.scrollIntoView = options => looks.push((options as ScrollIntoViewOptions).behavior!)
  item.getBoundingClientRect = () => ({ top: tops.length > 1 ? tops.shift() : tops[0] }) as DOMRect
  vi.stubGlobal('matchMedia', () => ({ matches: false }))
})

afterEach(() => vi.unstubAllGlobals())

it('goes once, and smoothly, to what is on the page', async () => {
  item.textContent = '检查项'
  await scrollTo('item-1', 'smooth')
  expect(looks).toEqual(['smooth'])
})

it('goes at once for whom movement makes ill', async () => {
  vi.stubGlobal('matchMedia', () => ({ matches: true }))
  item.textContent = '检查项'
  await scrollTo('item-1', 'smooth')
  expect(looks).toEqual(['instant'])
})

it('goes straight to a room and looks again until it is filled and stands still', async () => {
  tops = [0, 0, 30, 30]
  const found = item.getBoundingClientRect
  item.getBoundingClientRect = () => {
    const rect = found()
    // What fills the room moves it.
    if (rect.top === 30)
      item.textContent = '检查项'
    return rect
  }
  await scrollTo('item-1', 'smooth')
  expect(looks).toEqual(Array.from({ length: 5 }, () => 'instant'))
})

it.each(['pointerdown', 'wheel', 'keydown'])('moves nobody any more after a %s', async (touch) => {
  const going = scrollTo('item-1', 'smooth')
  window.dispatchEvent(new Event(touch))
  await going
  expect(looks).toHaveLength(2)
})

it('does not go on without end where a room is never filled, nor at all where there is none', async () => {
  await scrollTo('item-2', 'smooth')
  expect(looks).toEqual([])
  vi.stubGlobal('requestAnimationFrame', (next: () => void) => setTimeout(next))
  await scrollTo('item-1', 'smooth')
  expect(looks).toHaveLength(41)
})
