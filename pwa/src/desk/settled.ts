import { nextTick, onBeforeUnmount, ref } from 'vue'

/** Longer than a double click, shorter than a decision. */
const pause = 500

/**
 * Not settled for a moment after something has appeared. Where a button takes the place of the one just
 * pressed, the second half of a double click, or of Enter pressed twice, must not press it too.
 */
export function useSettled() {
  const settled = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  const whenSettled = new Promise<void>((resolve) => {
    timer = setTimeout(() => {
      settled.value = true
      void nextTick(resolve)
    }, pause)
  })
  onBeforeUnmount(() => clearTimeout(timer))
  return { settled, whenSettled }
}
