/** Makes `work` run one at a time: who calls while it runs is given that same run's result. */
export function once<T>(work: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | null = null
  return () => {
    running ??= work().finally(() => {
      running = null
    })
    return running
  }
}

/** A queue: what is given to it runs one after another, in the order of the calls; a failure does not stop the next. */
export function queue(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return async (work) => {
    const mine = last.then(work)
    last = mine.catch(() => undefined)
    return mine
  }
}

/** Makes calls of `work` run one after another, as in a queue. */
export function sequential<Args extends unknown[], T>(
  work: (...args: Args) => Promise<T>,
): (...args: Args) => Promise<T> {
  const inTurn = queue()
  return async (...args) => inTurn(async () => work(...args))
}

/** No work is kept waiting for longer, in milliseconds. */
const longestRest = 2_000

/** Makes `work` rest before it runs again for as long as it took: called without end it takes half of the time at most. */
export function resting<T>(work: () => Promise<T>): () => Promise<T> {
  let until = -Infinity
  return async () => {
    const rest = until - performance.now()
    if (rest > 0)
      await new Promise(resolve => setTimeout(resolve, rest))
    const began = performance.now()
    return work().finally(() => {
      const now = performance.now()
      until = now + Math.min(now - began, longestRest)
    })
  }
}

/**
 * Makes `work` run one at a time, and once more for all who called while it ran:
 * what was recorded during a run is seen by the next one.
 */
export function coalesced<T>(work: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | null = null
  let next: Promise<T> | null = null
  const start = () => {
    running = work().finally(() => {
      running = null
    })
    return running
  }
  const follow = () => {
    next = null
    return running ?? start()
  }
  return () => {
    if (!running)
      return start()
    next ??= running.then(follow, follow)
    return next
  }
}
