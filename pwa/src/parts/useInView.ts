import type { Ref } from 'vue'
import { onUnmounted, ref, watch } from 'vue'

/** Whether an element is on the screen or just beside it; without an observer it always is. */
export function useInView(element: Readonly<Ref<HTMLElement | null>>): Readonly<Ref<boolean>> {
  const isWatched = typeof IntersectionObserver !== 'undefined'
  const isInView = ref(!isWatched)
  let observer: IntersectionObserver | null = null
  watch(element, (found) => {
    observer?.disconnect()
    if (!found || !isWatched)
      return
    observer = new IntersectionObserver(entries => (isInView.value = entries.at(-1)!.isIntersecting), {
      root: found.closest('main'),
      rootMargin: '200px 0px',
    })
    observer.observe(found)
  })
  onUnmounted(() => observer?.disconnect())
  return isInView
}
