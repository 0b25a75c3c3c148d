/** Who this phone's differences are with, before a record is closed and after. */
import type { Ref } from 'vue'
import type { Undecided } from './differences'
import type { WholeCheck } from './file'
import { computed } from 'vue'
import { me } from '../session'
import { differencesAfter, differencesBefore, openAmong } from './differences'
import { isClosedRow } from './progress'

const nothing: Undecided = { items: [], hazards: [], onItsWay: false }

export function useDifferences(whole: Readonly<Ref<WholeCheck | null>>) {
  // A record that this phone has closed and not sent is compared only when the server has it.
  const closed = computed(() => whole.value !== null && (isClosedRow(whole.value.check) || whole.value.submission !== null))
  const isLead = computed(() => whole.value?.check.lead_id === me.value?.id)
  const found = computed((): Undecided => {
    if (!whole.value)
      return nothing
    if (closed.value)
      return differencesAfter(whole.value.check, whole.value.entries)
    const others = whole.value.sheets.filter(({ inspector_id }) => inspector_id !== me.value?.id)
    return { ...nothing, items: differencesBefore(whole.value, others, whole.value.left) }
  })
  const open = computed(() => openAmong(found.value))
  return { closed, isLead, found, open, count: computed(() => found.value.items.length + found.value.hazards.length) }
}
