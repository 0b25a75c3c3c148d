import { onScopeDispose, readonly, ref } from 'vue'

/** An address for bytes in memory; the one before is given up, and the last with whoever asked. */
export function useObjectUrl() {
  const url = ref<string | null>(null)
  let isOver = false

  function show(bytes: Blob | null) {
    if (url.value)
      URL.revokeObjectURL(url.value)
    url.value = bytes && !isOver ? URL.createObjectURL(bytes) : null
  }

  onScopeDispose(() => {
    isOver = true
    show(null)
  })
  return { url: readonly(url), show }
}
