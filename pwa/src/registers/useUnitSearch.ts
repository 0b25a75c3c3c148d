import type { Unit } from './units'
import { computed, ref } from 'vue'
import { useRemote } from '../desk/remote'
import { useSoon } from '../desk/soon'
import { readUnits } from './units'

const pause = 300
const most = 8

/** Units in force by part of a name or code, and which of the lines below the text is marked; the last line is a new one. */
export function useUnitSearch() {
  const text = ref('')
  const open = ref(false)
  const marked = ref(-1)
  const found = useRemote<Unit[]>(async () => (await readUnits({ q: text.value.trim(), show: 'in_force' }, undefined, most)).items)
  const soon = useSoon(pause)
  const units = computed(() => found.value.value ?? [])

  function type(typed: string) {
    text.value = typed
    marked.value = -1
    found.take(null)
    open.value = typed.trim() !== ''
    soon.cancel()
    if (open.value)
      soon.run(() => void found.read())
  }

  /** Goes up or down the lines, round the end. */
  function move(by: number) {
    const lines = units.value.length + 1
    open.value = text.value.trim() !== ''
    if (marked.value === -1 && by < 0)
      marked.value = 0
    marked.value = (marked.value + by + lines) % lines
  }

  function close() {
    open.value = false
    marked.value = -1
  }

  return { text, open, marked, found, units, type, move, close }
}
