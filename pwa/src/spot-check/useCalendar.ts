import type { Calendar } from '../store'
import { useLive } from '../phone'
import { readCalendar } from '../store'

/** The working-day calendar that this phone was last told; null before the first. */
export const useCalendar = () => useLive<Calendar | null>(readCalendar, null, ['meta'])
