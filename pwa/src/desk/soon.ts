import { onScopeDispose } from 'vue'

/** Runs something once nothing new has come for `pause` milliseconds, as long as the component lives. */
export function useSoon(pause: number) {
  let timer: ReturnType<typeof setTimeout> | undefined

  function cancel() {
    clearTimeout(timer)
  }

  function run(work: () => void) {
    cancel()
    timer = setTimeout(work, pause)
  }

  onScopeDispose(cancel)
  return { run, cancel }
}
