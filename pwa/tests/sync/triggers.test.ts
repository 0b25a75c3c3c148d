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
  vi.unstubAllGlobals()
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

/** The network as some browsers tell it. */
function aNetwork(type: string) {
  const connection = Object.assign(new EventTarget(), { type })
  vi.stubGlobal('navigator', { connection })
  return async (next: string) => {
    connection.type = next
    connection.dispatchEvent(new Event('change'))
    await settled()
  }
}

it('runs when the network becomes a Wi-Fi, and not each time that its speed changes', async () => {
  const change = aNetwork('cellular')
  const triggers = startTriggers(work)
  await settled()
  for (const type of ['cellular', 'wifi', 'wifi', 'cellular', 'cellular', 'wifi'])
    await change(type)
  expect(work).toHaveBeenCalledTimes(1 + 2)
  triggers.stop()
  await change('cellular')
  await change('wifi')
  expect(work).toHaveBeenCalledTimes(1 + 2)
})

it('goes on being patient with a server that fails when the network becomes a Wi-Fi', async () => {
  work.mockResolvedValue('later')
  const change = aNetwork('cellular')
  const triggers = startTriggers(work)
  await vi.advanceTimersByTimeAsync(2_000)
  await change('wifi')
  expect(work).toHaveBeenCalledTimes(3)
  await vi.advanceTimersByTimeAsync(7_000)
  expect(work).toHaveBeenCalledTimes(3)
  triggers.stop()
})
