import { ref, shallowRef } from 'vue'
import { Refusal } from '../refusal'

/** A deed behind a button: whether it is under way, and why it was refused. */
export function useVerb() {
  const busy = ref(false)
  const error = shallowRef<unknown>(null)

  async function run(deed: () => Promise<unknown>): Promise<boolean> {
    if (busy.value)
      return false
    busy.value = true
    error.value = null
    try {
      await deed()
      return true
    }
    catch (thrown) {
      error.value = thrown
      return false
    }
    finally {
      busy.value = false
    }
  }

  /** Whether it was refused with this code. */
  const isRefusedBy = (code: string) => error.value instanceof Refusal && error.value.code === code

  return { busy, error, run, isRefusedBy }
}
