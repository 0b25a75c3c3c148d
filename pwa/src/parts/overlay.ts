import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'

/** A full-screen part of a page that the phone's own "back" closes; it is open while the address says so. */
export function useOverlay(name: string) {
  const route = useRoute()
  const router = useRouter()
  const isOpen = computed(() => route.query.show === name)

  async function open() {
    await router.push({ query: { ...route.query, show: name } })
  }

  async function close() {
    const { show: _, ...query } = route.query
    // Loaded anew, or opened by its address, there may be nothing of ours to go back to.
    const before = window.history.state as { back?: string | null } | null
    if (before?.back?.startsWith(route.path))
      router.back()
    else
      await router.replace({ query })
  }

  return { isOpen, open, close }
}
