import type { Ref } from 'vue'
import type { Given } from '../checklists'
import { ref, watch } from 'vue'

/** By the seed of its sample, which belongs to one item of one check: also what no answer holds yet, or no more. */
const typed = new Map<string, number>()

/**
 * How many members a lot has. Answers hold it with their first reading or count; until then it outlives its field, which goes
 * when it is scrolled away.
 */
export function useLot(given: Given | undefined, seed: string | undefined): Ref<number | undefined> {
  const lot = ref(given?.lot ?? (seed === undefined ? undefined : typed.get(seed)))
  watch(lot, (capacity) => {
    if (seed === undefined)
      return
    if (capacity === undefined)
      typed.delete(seed)
    else
      typed.set(seed, capacity)
  }, { immediate: true })
  return lot
}
