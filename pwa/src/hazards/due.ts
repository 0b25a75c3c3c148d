import type { HazardBrief } from './queue'
import { words } from './words'

/** How far off the due date is, in working days. */
export function left({ working_days_left: days }: Pick<HazardBrief, 'working_days_left'>): string {
  if (days === 0)
    return words('dueToday')
  return days > 0 ? words('daysLeft', { n: days }) : words('daysOver', { n: -days })
}

/** The light in a word. An amber one says which it is: before the due date it reminds, after it the time is over. */
export function lightWord({ light: { colour, reason } }: Pick<HazardBrief, 'light'>): string {
  if (colour === 'amber')
    return words(reason === 'overdue' ? 'overdueLight' : 'amberLight')
  return words(`${colour}Light`)
}

/** Why the light shows its colour. */
export const reason = ({ light }: Pick<HazardBrief, 'light'>) => words(light.reason === 'major' ? 'majorReason' : light.reason)
