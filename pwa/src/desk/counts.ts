import { readonly, shallowRef } from 'vue'
import { api, body } from '../api'
import { me } from '../session'

interface Counts { replies: number | null, hazards: number | null, publications: number | null, daysLeft: number | null }

const nothing: Counts = { replies: null, hazards: null, publications: null, daysLeft: null }
const counts = shallowRef<Counts>(nothing)

/** What waits at the desk, for its frame. */
export const waiting = readonly(counts)

async function countReplies(): Promise<void> {
  const mine = await body(api.GET('/api/v1/hazards', { params: { query: { waiting: 'mine', limit: 1 } } })).catch(() => null)
  counts.value = { ...nothing, replies: mine?.total ?? counts.value.replies }
}

/** Counts again; a failure leaves the counts as they were, for they only help. */
export async function countWaiting(): Promise<void> {
  if (me.value?.role === 'contractor')
    return countReplies()
  if (me.value?.role !== 'supervisor' && me.value?.role !== 'auditor') {
    counts.value = nothing
    return
  }
  const [queue, due] = await Promise.all([
    body(api.GET('/api/v1/hazards', { params: { query: { limit: 1 } } })).catch(() => null),
    body(api.GET('/api/v1/publications', { params: { query: { state: 'due', limit: 1 } } })).catch(() => null),
  ])
  counts.value = {
    replies: null,
    hazards: queue?.total ?? counts.value.hazards,
    publications: due?.total ?? counts.value.publications,
    // The list begins with what has waited longest.
    daysLeft: due ? due.items[0]?.working_days_left ?? null : counts.value.daysLeft,
  }
}
