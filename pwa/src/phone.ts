import type { Status } from './sync/status'
import { shallowRef } from 'vue'
import { nothingYet } from './sync/status'

/** The truth about sending, for the bar on every page. */
export const status = shallowRef<Status>(nothingYet)

/** Sends and fetches now; the button's verb. */
export async function syncNow(): Promise<void> {}
