import { onScopeDispose, shallowRef } from 'vue'

/** The present, read again every second: only for what shows a running clock. */
export function useSeconds() {
  const now = shallowRef(Date.now())
  const timer = setInterval(() => {
    now.value = Date.now()
  }, 1000)
  onScopeDispose(() => clearInterval(timer))
  return now
}
