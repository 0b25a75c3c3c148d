import type { Got, Item, Sent } from '../desk/wire'
import { api, body } from '../api'
import { noteServerClock } from '../desk/clock'

export type Plan = Got<'/api/v1/plans/{plan_id}'>
export type PlanBrief = Item<'/api/v1/plans'>
export type NewPlan = Sent<'/api/v1/plans'>
export type Roster = Got<'/api/v1/plans/roster'>
export type ItemListEntry = Item<'/api/v1/item-list'>
export type Draw = NonNullable<Plan['draw']>
export type SetAside = Plan['set_aside'][number]
export type Frozen = NonNullable<Plan['frozen']>
export type PublicSource = Frozen['sources'][number]
export type Freezing = Sent<'/api/v1/plans/{plan_id}/freeze'>
export type VoidReason = NonNullable<Plan['void_reason']>
export type RiskClass = 'A' | 'B' | 'C' | 'D'

export const riskClasses: readonly RiskClass[] = ['A', 'B', 'C', 'D']
const most = 200

const at = (id: string) => ({ params: { path: { plan_id: id } } })

const drawnFiles = (changes: number) => ['contributions.tsv', 'result.txt', ...(changes > 0 ? ['requests.tsv', 'changes.txt'] : [])]

/** The files of draw.md that a plan has so far, by name, as far as the reader may have them. */
export function filesOf({ frozen, draw, set_aside: setAside }: Plan): string[] {
  return [
    ...(frozen ? ['manifest.json', 'objects.tsv', 'inspectors.tsv'] : []),
    ...(frozen && frozen.excluded !== null ? ['exclusions.tsv'] : []),
    ...(draw && !draw.hidden ? drawnFiles(draw.changes.length) : []),
    ...(setAside.length > 0 ? ['set-aside.json'] : []),
    ...(draw && !draw.hidden ? setAside.flatMap(({ number, changes }) => drawnFiles(changes).map(name => `set-aside-${number}-${name}`)) : []),
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

/** What a plan could draw from, as far as its form is filled in: the cap counts the checks of its item and years. */
export async function readRoster(asked: { item?: string, from?: string, to?: string }): Promise<Roster> {
  const query = { ...(asked.item && { item_list_entry_id: asked.item }), ...(asked.from && { period_from: asked.from }), ...(asked.to && { period_to: asked.to }) }
  return body(api.GET('/api/v1/plans/roster', { params: { query } }))
}

/** What a plan would be frozen with now. */
export const readRosterOf = async (id: string): Promise<Roster> => body(api.GET('/api/v1/plans/{plan_id}/roster', at(id)))

export async function readEntries(): Promise<ItemListEntry[]> {
  return (await body(api.GET('/api/v1/item-list', { params: { query: { limit: most } } }))).items
}

export const makePlan = async (plan: NewPlan) => body(api.POST('/api/v1/plans', { body: plan }))

export const approve = async (id: string): Promise<Plan> => body(api.POST('/api/v1/plans/{plan_id}/approval', at(id)))

/** Declares a plan void; reason and text are published. */
export async function declareVoid(id: string, reason: VoidReason, text: string): Promise<Plan> {
  return body(api.POST('/api/v1/plans/{plan_id}/void', { ...at(id), body: { reason, text } }))
}

/** Sends a witness's commitment; `party` is the name in the seed that went into it. */
export async function commit(id: string, party: string, commitment: string): Promise<Plan> {
  return body(api.POST('/api/v1/plans/{plan_id}/commitment', { ...at(id), body: { party, commitment } }))
}

/** Freezes the rosters; without a time the dice may fall three minutes from now. */
export async function freeze(id: string, wanted: Freezing): Promise<Plan> {
  return body(api.POST('/api/v1/plans/{plan_id}/freeze', { ...at(id), body: wanted }))
}

/** Reveals a witness's number; null, after the deadline, records that it was not revealed. */
export async function reveal(id: string, nonce: string | null): Promise<Plan> {
  return body(api.POST('/api/v1/plans/{plan_id}/reveal', { ...at(id), body: { nonce } }))
}

/** Writes down what a public source gave. */
export async function announce(id: string, said: Sent<'/api/v1/plans/{plan_id}/announced'>): Promise<Plan> {
  return body(api.POST('/api/v1/plans/{plan_id}/announced', { ...at(id), body: said }))
}

/** Sets a computation aside for a wrong transcription, and computes again with the right value; the text is published. */
export async function repeat(id: string, wanted: Sent<'/api/v1/plans/{plan_id}/repeat'>): Promise<Plan> {
  return body(api.POST('/api/v1/plans/{plan_id}/repeat', { ...at(id), body: wanted }))
}

/** Computes the draw; `seal` is the office's own number, in a sealed plan. */
export async function draw(id: string, seal: string | null): Promise<Plan> {
  return body(api.POST('/api/v1/plans/{plan_id}/draw', { ...at(id), body: { seal } }))
}
