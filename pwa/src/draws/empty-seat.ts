import type { Got } from '../desk/wire'
import type { Draw } from './plans'
import { api, body } from '../api'
import { words as deskWords } from '../desk/words'
import { wordsOr } from '../words/words'
import { emptyWords } from './empty-seat-words'

export type EmptySeat = Draw['unfilled'][number]
export type Explained = Got<'/api/v1/plans/{plan_id}/empty-seats'>

/** The causes, the one that says most first. */
export const causes = ['full', 'recused', 'unskilled', 'seated'] as const
export const causeNames = { full: 'causeFull', recused: 'causeRecused', unskilled: 'causeUnskilled', seated: 'causeSeated' } as const

/** What a slot asks for, in words; a specialty that this app does not know yet as the server writes it. */
export const skillName = (skill: string) => wordsOr(emptyWords, skill, skill)

/** Why nobody could take a seat: its specialty, and how many could not for which cause. */
export function whyEmpty(seat: EmptySeat): string {
  const skill = skillName(seat.skill)
  const told = causes.filter(cause => seat[cause] > 0).map(cause => emptyWords(cause, { n: seat[cause] }))
  return told.length > 0 ? emptyWords('why', { skill, causes: told.join(deskWords('comma')) }) : emptyWords('whyNobody', { skill })
}

/** Whether others than those who could sit there were asked to trade places, in vain. */
export const exchangeFailed = (seat: EmptySeat) => seat.reach > seat.full

/** The causes of one empty seat, with everybody by name. */
export async function explain(planId: string, objectId: string, slot: number): Promise<Explained> {
  const params = { path: { plan_id: planId }, query: { object_id: objectId, slot } }
  return body(api.GET('/api/v1/plans/{plan_id}/empty-seats', { params }))
}
