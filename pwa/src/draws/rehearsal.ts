import type { Got } from '../desk/wire'
import { api, body } from '../api'

export type Rehearsal = Got<'/api/v1/plans/{plan_id}/rehearsal'>
export type ClassChance = Rehearsal['classes'][number]

/** The usual number of runs; a larger plan gets fewer. */
export const usualRuns = 200

/** Plays a plan with invented seeds; nothing is kept of it. */
export async function rehearse(planId: string): Promise<Rehearsal> {
  return body(api.GET('/api/v1/plans/{plan_id}/rehearsal', { params: { path: { plan_id: planId } } }))
}

const tenths = (share: number) => String(Math.round(1000 * share) / 10)

/** The chance of each site of a class, in percent; null where the class is empty. Exact while all weigh the same. */
export function chance({ take, available }: Pick<ClassChance, 'take' | 'available'>): string | null {
  return available > 0 ? tenths(Math.min(1, take / available)) : null
}

/** How often sites of one weight were drawn, in percent. */
export function observed({ sites, drawn }: { sites: number, drawn: number }, runs: number): string {
  return tenths(drawn / (sites * runs))
}

/** In how many runs seats stayed empty, and how many at most. */
export function gaps({ empty }: Pick<Rehearsal, 'empty'>): { short: number, most: number } {
  const short = empty.filter(gap => gap.seats > 0)
  return {
    short: short.reduce((sum, gap) => sum + gap.runs, 0),
    most: Math.max(0, ...short.map(gap => gap.seats)),
  }
}

/** Whether there is any site that could be drawn. */
export const drawsAny = ({ classes }: Pick<Rehearsal, 'classes'>) => classes.some(each => each.take > 0 && each.available > 0)
