import type { HazardBrief } from './queue'
import { words } from './words'

/** How far off the due date is, in working days. */
export function left({ working_days_left: days }: Pick<HazardBrief, 'working_days_left'>): string {
  if (days === 0)
    return words('dueToday')
  return days > 0 ? words('daysLeft', { n: days }) : words('daysOver', { n: -days })
}

/** Why the light shows its colour. */
export const reason = ({ light }: Pick<HazardBrief, 'light'>) => words(light.reason === 'major' ? 'majorReason' : light.reason)
