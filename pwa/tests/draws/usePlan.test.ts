import type { Plan } from '../../src/draws/plans'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createApp, defineComponent, h } from 'vue'
import { readPlan } from '../../src/draws/plans'
import { usePlan } from '../../src/draws/usePlan'

vi.mock('../../src/draws/plans')
const read = vi.mocked(readPlan)
let app: ReturnType<typeof createApp>
let plan: ReturnType<typeof usePlan>

function answer(state: Plan['state'], voided_at: string | null = null) {
  read.mockResolvedValue({ state, voided_at } as Plan)
}

beforeEach(async () => {
  vi.useFakeTimers()
  answer('frozen')
  app = createApp(defineComponent({
    setup() {
      plan = usePlan('1')
      return () => h('i')
    },
  }))
  app.mount(document.createElement('div'))
  await vi.advanceTimersByTimeAsync(0)
})

afterEach(() => {
  app.unmount()
  vi.useRealTimers()
  read.mockReset()
})

it('sees within seconds what is done elsewhere before the draw', async () => {
  answer('drawn')
  await vi.advanceTimersByTimeAsync(3000)
  expect(plan.value.value?.state).toBe('drawn')
})

it('sees a draw that is set aside and computed again, or declared void, without a reload', async () => {
  answer('drawn')
  await vi.advanceTimersByTimeAsync(3000)
  read.mockClear()
  answer('drawn', '2026-03-01T00:00:00Z')
  await vi.advanceTimersByTimeAsync(29_000)
  expect(read).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(1000)
  expect(plan.value.value?.voided_at).not.toBeNull()
})

it('reads a void plan no more', async () => {
  answer('frozen', '2026-03-01T00:00:00Z')
  await vi.advanceTimersByTimeAsync(3000)
  read.mockClear()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(read).not.toHaveBeenCalled()
})

it('goes on after a reading that failed, and stops when the page is left, also in the middle of one', async () => {
  read.mockRejectedValueOnce(new Error('offline'))
  await vi.advanceTimersByTimeAsync(3000)
  answer('drawn')
  await vi.advanceTimersByTimeAsync(3000)
  expect(plan.value.value?.state).toBe('drawn')
  let tell = (_: Plan) => {}
  read.mockImplementationOnce(async () => new Promise(done => tell = done))
  await vi.advanceTimersByTimeAsync(30_000)
  app.unmount()
  tell({ state: 'frozen', voided_at: null } as Plan)
  read.mockClear()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(read).not.toHaveBeenCalled()
})
