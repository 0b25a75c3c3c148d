import { onScopeDispose } from 'vue'
import { coalesced } from '../sync/once'

/**
 * Does `work` when the page goes out of sight or away, or another page of the app comes: what is begun in that moment
 * is its last chance, for a page that nobody sees may be killed, and one that is left is told nothing more.
 */
export function useLeaving(work: () => void): void {
  const hide = () => {
    if (document.visibilityState === 'hidden')
      work()
  }
  addEventListener('pagehide', work)
  document.addEventListener('visibilitychange', hide)
  onScopeDispose(() => {
    removeEventListener('pagehide', work)
    document.removeEventListener('visibilitychange', hide)
    work()
  })
}

/** Makes `work`, which writes down what is on the page, run one at a time, as `coalesced`; but when the page goes, at once. */
export function useSaving(work: () => Promise<void>): () => Promise<void> {
  const save = coalesced(work)
  let waiting = 0
  useLeaving(() => {
    if (waiting > 0)
      void work()
  })
  return async () => {
    waiting += 1
    await save().finally(() => (waiting -= 1))
  }
}
