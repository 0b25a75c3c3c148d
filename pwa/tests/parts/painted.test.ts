import { afterEach, expect, it, vi } from 'vitest'
import { computed, createApp, h, nextTick, ref } from 'vue'
import { painted, usePainted } from '../../src/parts/painted'

let frame: (() => void)[] = []

function paint() {
  const [...all] = frame
  frame = []
  all.forEach(told => told())
}

function holdFrames() {
  vi.stubGlobal('requestAnimationFrame', (told: () => void) => frame.push(told))
}

afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
  frame = []
})

it('draws all that waits for a frame in one go', async () => {
  holdFrames()
  const tapped = ref(0)
  const drawn: number[][] = []
  const [first, second] = [usePainted(computed(() => tapped.value + 1)), usePainted(computed(() => tapped.value + 2))]
  createApp({ render: () => {
    drawn.push([first.value, second.value])
    return h('p')
  } }).mount(document.createElement('div'))
  tapped.value = 10
  await nextTick()
  expect([drawn, frame.length]).toEqual([[[1, 2]], 1])
  paint()
  await vi.waitFor(() => expect(drawn).toEqual([[1, 2], [11, 12]]))
})

it('lets what comes after a frame has begun wait for another', async () => {
  vi.useFakeTimers()
  holdFrames()
  const done: string[] = []
  void painted().then(() => done.push('first'))
  paint()
  void painted().then(() => done.push('second'))
  expect(frame).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(0)
  expect(done).toEqual(['first'])
  paint()
  await vi.advanceTimersByTimeAsync(0)
  expect(done).toEqual(['first', 'second'])
})

it('does not wait for a page that nobody sees, nor forget that it is not painted', async () => {
  vi.useFakeTimers()
  holdFrames()
  const done = vi.fn()
  void painted().then(done)
  await vi.advanceTimersByTimeAsync(49)
  expect(done).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(1)
  expect(done).toHaveBeenCalledOnce()
  void painted().then(done)
  await vi.advanceTimersByTimeAsync(0)
  expect(done).toHaveBeenCalledOnce()
})
