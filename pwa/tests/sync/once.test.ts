// @vitest-environment node
import { expect, it, vi } from 'vitest'
import { coalesced, once, resting, sequential } from '../../src/sync/once'

/** Work that ends when the test says so. */
function held() {
  const ends: (() => void)[] = []
  const work = async () => new Promise<number>((resolve) => {
    const nth = ends.length + 1
    ends.push(() => resolve(nth))
  })
  return { ends, work }
}

const tick = async () => new Promise(resolve => setTimeout(resolve))

it('once: who calls while it runs is given that same run', async () => {
  const { ends, work } = held()
  const run = once(work)
  const calls = [run(), run(), run()]
  ends[0]!()
  expect(await Promise.all(calls)).toEqual([1, 1, 1])
  const later = run()
  ends[1]!()
  expect(await later).toBe(2)
})

it('coalesced: all who call during a run share the next one', async () => {
  const { ends, work } = held()
  const run = coalesced(work)
  const [first, second, third] = [run(), run(), run()]
  ends[0]!()
  await first
  await tick()
  expect(ends).toHaveLength(2)
  const during = run()
  ends[1]!()
  expect(await Promise.all([second, third])).toEqual([2, 2])
  await tick()
  ends[2]!()
  expect(await during).toBe(3)
})

it('coalesced: a failed run does not stop the next', async () => {
  let runs = 0
  const run = coalesced(async () => {
    runs += 1
    if (runs === 1)
      throw new Error('first')
    return runs
  })
  const [first, second] = [run(), run()]
  await expect(first).rejects.toThrow('first')
  expect(await second).toBe(2)
})

it('sequential: one after another in the order of the calls, past a failure', async () => {
  const seen: string[] = []
  const run = sequential(async (name: string) => {
    seen.push(`${name} begins`)
    await tick()
    if (name === 'a')
      throw new Error('a fails')
    seen.push(`${name} ends`)
  })
  const [a, b] = [run('a'), run('b')]
  await expect(a).rejects.toThrow('a fails')
  await b
  expect(seen).toEqual(['a begins', 'b begins', 'b ends'])
})

it('resting: who is called without end runs half of the time at most, and the first call at once', async () => {
  vi.useFakeTimers()
  let runs = 0
  const run = resting(async () => {
    await new Promise(resolve => setTimeout(resolve, 100))
    runs += 1
  })
  const all = (async () => {
    for (let n = 0; n < 5; n++)
      await run()
  })()
  await vi.advanceTimersByTimeAsync(100)
  expect(runs).toBe(1)
  await vi.advanceTimersByTimeAsync(199)
  expect(runs).toBe(1)
  await vi.advanceTimersByTimeAsync(1)
  expect(runs).toBe(2)
  await vi.advanceTimersByTimeAsync(600)
  await all
  expect(runs).toBe(5)
  vi.useRealTimers()
})
