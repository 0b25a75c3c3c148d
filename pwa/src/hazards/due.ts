import type { Colour, HazardBrief } from './queue'
import { words } from './words'

/** How far off the due date is, in working days. */
export function left({ working_days_left: days }: Pick<HazardBrief, 'working_days_left'>): string {
  if (days === 0)
    return words('dueToday')
  return days > 0 ? words('daysLeft', { n: days }) : words('daysOver', { n: -days })
}

type Reason = HazardBrief['light']['reason']

/** A light in a word. An amber one says which it is: before the due date it reminds, after it the time is over. */
export function lightWordOf(colour: Colour, why: Reason): string {
  if (colour === 'amber')
    return words(why === 'overdue' ? 'overdueLight' : 'amberLight')
  return words(`${colour}Light`)
}

export const lightWord = ({ light }: Pick<HazardBrief, 'light'>) => lightWordOf(light.colour, light.reason)

/** Why a light shows its colour. */
export const reasonWord = (why: Reason) => words(({ major: 'majorReason', closed: 'closedReason' } as const)[why as 'major'] ?? why as 'overdue')

export const reason = ({ light }: Pick<HazardBrief, 'light'>) => reasonWord(light.reason)
