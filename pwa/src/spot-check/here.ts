import type { Position } from '../store'
import { computed, shallowRef } from 'vue'
import { locate } from '../camera'

/** Where the inspector was when last asking for distances: only in memory, never stored, never followed. */
const asked = shallowRef<Position | null>(null)
const askedAt = shallowRef<string | null>(null)
const state = shallowRef<'unasked' | 'locating' | 'known' | 'unknown'>('unasked')

/** Asks the phone once where it is; the inspector's tap, never a timer, calls it. */
async function ask() {
  if (state.value === 'locating')
    return
  state.value = 'locating'
  asked.value = await locate()
  askedAt.value = asked.value && new Date().toISOString()
  state.value = asked.value ? 'known' : 'unknown'
}

function forget() {
  asked.value = null
  askedAt.value = null
  state.value = 'unasked'
}

export function useHere() {
  return { here: computed(() => asked.value), at: computed(() => askedAt.value), state: computed(() => state.value), ask, forget }
}
