import type { Got, Item, Sent } from '../desk/wire'
import { api, body } from '../api'
import { noteServerClock } from '../desk/clock'

export type Plan = Got<'/api/v1/plans/{plan_id}'>
export type PlanBrief = Item<'/api/v1/plans'>
export type NewPlan = Sent<'/api/v1/plans'>
export type Roster = Got<'/api/v1/plans/roster'>
export type ItemListEntry = Item<'/api/v1/item-list'>
export type Draw = NonNullable<Plan['draw']>
export type RiskClass = 'A' | 'B' | 'C' | 'D'

export const riskClasses: readonly RiskClass[] = ['A', 'B', 'C', 'D']
const most = 200

const at = (id: string) => ({ params: { path: { plan_id: id } } })

/** The files of draw.md that a plan has so far, by name. */
export function filesOf({ frozen, draw }: Plan): string[] {
  return [
    ...(frozen ? ['manifest.json', 'objects.tsv', 'inspectors.tsv'] : []),
    ...(draw ? ['contributions.tsv', 'result.txt'] : []),
    ...(draw && draw.changes.length > 0 ? ['requests.tsv', 'changes.txt'] : []),
  ]
}

export const redrawReasons = ['recusal', 'unavailable'] as const
export type RedrawReason = typeof redrawReasons[number]

export const replaceReasons = ['finished', 'suspended', 'not-started', 'moved', 'unreachable'] as const
export type ReplaceReason = typeof replaceReasons[number]

/** Draws one seat anew; nobody else is moved. */
export async function redraw(id: string, wanted: Sent<'/api/v1/plans/{plan_id}/redraw'>): Promise<Plan> {
  return body(api.POST('/api/v1/plans/{plan_id}/redraw', { ...at(id), body: wanted }))
}

/** Replaces one site that cannot be checked by the next of its class. */
export async function replace(id: string, wanted: Sent<'/api/v1/plans/{plan_id}/replace'>): Promise<Plan> {
  return body(api.POST('/api/v1/plans/{plan_id}/replace', { ...at(id), body: wanted }))
}

export async function readPlans(after?: string) {
  return body(api.GET('/api/v1/plans', { params: { query: { ...(after && { after }) } } }))
}

/** One plan; the answer also tells how far this desk's clock is off, for the countdowns. */
export async function readPlan(id: string): Promise<Plan> {
  const answer = await api.GET('/api/v1/plans/{plan_id}', at(id))
  noteServerClock(answer.response)
  return body(Promise.resolve(answer))
}

export const readRoster = async () => body(api.GET('/api/v1/plans/roster'))

export async function readEntries(): Promise<ItemListEntry[]> {
  return (await body(api.GET('/api/v1/item-list', { params: { query: { limit: most } } }))).items
}

export const makePlan = async (plan: NewPlan) => body(api.POST('/api/v1/plans', { body: plan }))

export async function commit(id: string, commitment: string): Promise<Plan> {
  return body(api.POST('/api/v1/plans/{plan_id}/commitment', { ...at(id), body: { commitment } }))
}

/** Freezes the rosters; `ceremonyAt` is when the dice may fall, null for three minutes from now. */
export async function freeze(id: string, ceremonyAt: string | null): Promise<Plan> {
  return body(api.POST('/api/v1/plans/{plan_id}/freeze', { ...at(id), body: { ceremony_at: ceremonyAt } }))
}

/** Reveals the witness's number; null, after the deadline, records that it was not revealed. */
export async function reveal(id: string, nonce: string | null): Promise<Plan> {
  return body(api.POST('/api/v1/plans/{plan_id}/reveal', { ...at(id), body: { nonce } }))
}

export async function draw(id: string, dice: string): Promise<Plan> {
  return body(api.POST('/api/v1/plans/{plan_id}/draw', { ...at(id), body: { dice } }))
}
