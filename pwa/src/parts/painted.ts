import type { Ref } from 'vue'
import { shallowRef, watch } from 'vue'

/** A page that nobody sees paints nothing: nothing waits for it longer than this, in milliseconds. */
const longest = 50

/** The frame that comes next, of all who wait for it: what they do afterwards is drawn in one go. */
let coming: Promise<unknown> | null = null

function frame(): Promise<unknown> {
  const next = Promise.race([
    // A frame's callbacks run before it is painted, and the next task after; what is changed in between waits for another.
    new Promise(resolve => requestAnimationFrame(() => {
      forget()
      setTimeout(resolve)
    })),
    new Promise(resolve => setTimeout(resolve, longest)).then(forget),
  ])
  function forget() {
    if (coming === next)
      coming = null
  }
  return next
}

/** Resolves when what was changed just now is on the screen. */
export async function painted(): Promise<void> {
  coming ??= frame()
  await coming
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
