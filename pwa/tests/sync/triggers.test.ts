import type { Outcome } from '../../src/sync/round'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { startTriggers } from '../../src/sync/triggers'

const work = vi.fn<() => Promise<Outcome>>()
const settled = async () => vi.advanceTimersByTimeAsync(0)

beforeEach(() => {
  vi.useFakeTimers()
  work.mockReset().mockResolvedValue('done')
})

afterEach(() => {
  vi.useRealTimers()
})

it('runs at start, when the network returns, when the person returns, and at the button', async () => {
  const triggers = startTriggers(work)
  await settled()
  expect(work).toHaveBeenCalledTimes(1)
  window.dispatchEvent(new Event('online'))
  await settled()
  document.dispatchEvent(new Event('visibilitychange'))
  await settled()
  await triggers.wake()
  expect(work).toHaveBeenCalledTimes(4)
  triggers.stop()
})

it.each(['later', 'full'] as const)('tries again by itself after a failure, with growing patience: %s', async (outcome) => {
  work.mockResolvedValue(outcome)
  const triggers = startTriggers(work)
  await vi.advanceTimersByTimeAsync(2_000)
  expect(work).toHaveBeenCalledTimes(2)
  await vi.advanceTimersByTimeAsync(5_000)
  expect(work).toHaveBeenCalledTimes(3)
  await vi.advanceTimersByTimeAsync(5_000)
  expect(work).toHaveBeenCalledTimes(3)
  triggers.stop()
})

it('waits for its person when the login has ended', async () => {
  work.mockResolvedValue('login')
  const triggers = startTriggers(work)
  await vi.advanceTimersByTimeAsync(3_600_000)
  expect(work).toHaveBeenCalledTimes(1)
  triggers.stop()
})

it('is silent after it was stopped', async () => {
  work.mockResolvedValue('later')
  const triggers = startTriggers(work)
  await settled()
  triggers.stop()
  window.dispatchEvent(new Event('online'))
  await vi.advanceTimersByTimeAsync(3_600_000)
  expect(work).toHaveBeenCalledTimes(1)
})
