import type { Ref } from 'vue'
import { shallowRef, watch } from 'vue'

/** A page that nobody sees paints nothing: nothing waits for it longer than this, in milliseconds. */
const longest = 50

/** Resolves when what was changed just now is on the screen. */
export async function painted(): Promise<void> {
  await Promise.race([
    // A frame's callbacks run before it is painted, and the next task after.
    new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve))),
    new Promise(resolve => setTimeout(resolve, longest)),
  ])
}

/** What something was when it was last on the screen: what is reckoned from it does not hold up a tap. */
export function usePainted<T>(value: Readonly<Ref<T>>): Readonly<Ref<T>> {
  const shown = shallowRef(value.value) as Ref<T>
  let isWaiting = false
  watch(value, async () => {
    if (isWaiting)
      return
    isWaiting = true
    await painted()
    isWaiting = false
    shown.value = value.value
  }, { flush: 'sync' })
  return shown
}
