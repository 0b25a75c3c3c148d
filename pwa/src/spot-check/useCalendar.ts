import type { Calendar } from '../store'
import { useLive } from '../phone'
import { readMeta } from '../store/meta'

/** The working-day calendar that this phone was last told; null before the first. */
export const useCalendar = () => useLive<Calendar | null>(async mine => await readMeta(mine, 'calendar') ?? null, null)
