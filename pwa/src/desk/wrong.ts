import type { Ref } from 'vue'
import { computed } from 'vue'
import { Refusal } from '../refusal'
import { wordsOfError } from '../words/refusals'

/** Where a refusal is told: beside the field that it names, if the form has it among `names`; else apart. */
export function useWrong(error: Readonly<Ref<unknown>>, names: () => readonly string[]) {
  const field = computed(() => {
    const named = error.value instanceof Refusal ? error.value.field : null
    return named !== null && names().includes(named) ? named : null
  })
  const wrong = (name: string) => (field.value === name ? wordsOfError(error.value) : null)
  return { field, wrong }
}
