import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'

/** A full-screen part of a page that the phone's own "back" closes; it is open while the address says so, and of what. */
export function useOverlay(name: string) {
  const route = useRoute()
  const router = useRouter()
  const isOpen = computed(() => route.query.show === name)

  const of = computed(() => (isOpen.value && typeof route.query.of === 'string' ? route.query.of : null))

  async function open(what?: string) {
    const { of: _, ...query } = route.query
    await router.push({ query: { ...query, show: name, ...what === undefined ? {} : { of: what } } })
  }

  /** Shows another thing in the same place. */
  async function replace(what: string) {
    await router.replace({ query: { ...route.query, show: name, of: what } })
  }

  async function close() {
    const { show: _, of: __, ...query } = route.query
    // Loaded anew, or opened by its address, there may be nothing of ours to go back to.
    const before = window.history.state as { back?: string | null } | null
    if (before?.back?.startsWith(route.path))
      router.back()
    else
      await router.replace({ query })
  }

  return { isOpen, of, open, replace, close }
}
