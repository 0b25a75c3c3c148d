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
export function useSaving(work: () => Promise<void>) {
  let isOver = false
  const write = async () => isOver ? undefined : work()
  const inTurn = coalesced(write)
  let waiting = 0
  useLeaving(() => {
    if (waiting > 0)
      void write()
  })

  async function save(): Promise<void> {
    waiting += 1
    await inTurn().finally(() => (waiting -= 1))
  }

  /**
   * Saves, then makes something else of what was written, by `last`: a letter typed meanwhile must not bring the draft
   * back. Nothing is written any more unless `last` fails; or `again`, where the next draft begins on the same page.
   */
  async function become<T>(last: () => Promise<T>, again = false): Promise<T> {
    await save()
    isOver = true
    try {
      const made = await last()
      isOver = !again
      return made
    }
    catch (error) {
      isOver = false
      throw error
    }
  }

  return { save, become }
}
