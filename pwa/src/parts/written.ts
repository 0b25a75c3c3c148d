import { computed, onScopeDispose, shallowRef, watch } from 'vue'
import { useRoute } from 'vue-router'

/** A search is typed again in a moment. */
const forms = 'form:not([role=search])'

/**
 * Whether something was typed or chosen in a form of this page since it was opened: on a desk it is nowhere else
 * than on screen. What was sent counts until the next page, too: a refused form still holds its words.
 */
export function useWritten() {
  const form = shallowRef<Element | null>(null)
  const note = ({ target }: Event) => {
    form.value = (target as Element).closest(forms) ?? form.value
  }
  document.addEventListener('input', note)
  onScopeDispose(() => document.removeEventListener('input', note))
  const route = useRoute()
  watch(() => route.fullPath, () => {
    form.value = null
  })
  return computed(() => form.value !== null)
}
