import type { Outcome } from './round'
import { coalesced } from './once'
import { whenOnWifi } from './originals'

/** Seconds to wait after the first, second … failure in a row. */
const waits = [2, 5, 15, 60, 300]

export interface Triggers {
  /** Runs now, or once more after the run under way; for the button and after keep(). */
  wake: () => Promise<Outcome>
  stop: () => void
}

/** Half to whole of the wait, so that phones which lost the same server do not all come back at once. */
function waitAfter(failures: number): number {
  const seconds = waits[Math.min(failures, waits.length) - 1] ?? 0
  return seconds * 1000 * (0.5 + Math.random() / 2)
}

/** Wakes `work` at start, when the network or the person comes back, and after a failure with growing patience. */
export function startTriggers(work: () => Promise<Outcome>): Triggers {
  let failures = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  const wake = coalesced(async () => {
    clearTimeout(timer)
    const outcome = await work()
    const isToBeTried = outcome === 'later' || outcome === 'full'
    failures = isToBeTried ? failures + 1 : 0
    if (isToBeTried)
      timer = setTimeout(() => void wake(), waitAfter(failures))
    return outcome
  })
  const comeBack = () => {
    failures = 0
    void wake()
  }
  const look = () => {
    if (document.visibilityState === 'visible')
      comeBack()
  }
  window.addEventListener('online', comeBack)
  // Originals may go now; that says nothing of a server that failed, so the patience with it stays.
  const stopLooking = whenOnWifi(() => void wake())
  document.addEventListener('visibilitychange', look)
  void wake()
  return {
    wake,
    stop() {
      clearTimeout(timer)
      window.removeEventListener('online', comeBack)
      stopLooking()
      document.removeEventListener('visibilitychange', look)
    },
  }
}
