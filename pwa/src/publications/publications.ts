import type { Got, Item } from '../desk/wire'
import type { shown } from './choice'
import { api, body } from '../api'
import { oneOf } from '../desk/filters'
import { actsFor } from '../desk/office'

export type Publication = Item<'/api/v1/publications'>
export type PublicationPage = Got<'/api/v1/publications'>
export type PublicationState = Publication['state']
export type PublicationVersion = Publication['history'][number]

type Shown = ReturnType<typeof shown>

export const states = ['due', 'published', 'withdrawn'] as const

export const readPublicationState = (value: unknown): PublicationState => oneOf(states, value) ?? 'due'

export async function readPublications(state: PublicationState, after?: string, limit?: number): Promise<PublicationPage> {
  return body(api.GET('/api/v1/publications', { params: { query: { state, ...(after && { after }), ...(limit && { limit }) } } }))
}

const of = (id: string) => ({ path: { spot_check_id: id } })

export async function readPublication(id: string): Promise<Publication> {
  return body(api.GET('/api/v1/publications/{spot_check_id}', { params: of(id) }))
}

/** Publishes a complete check with these photos and no others, covered like this. */
export async function publish(spotCheckId: string, shown: Shown): Promise<Publication> {
  return body(api.POST('/api/v1/publications', { body: { spot_check_id: spotCheckId, ...shown } }))
}

/** Puts out what stands now with these photos; refused where somebody else was quicker. */
export async function correct({ spot_check_id: id, version }: Publication, shown: Shown, reason: string): Promise<Publication> {
  return body(api.POST('/api/v1/publications/{spot_check_id}/correct', { params: of(id), body: { ...shown, reason, version } }))
}

/** Takes a page back; refused where somebody else was quicker. */
export async function withdraw({ spot_check_id: id, version }: Publication, reason: string): Promise<Publication> {
  return body(api.POST('/api/v1/publications/{spot_check_id}/withdraw', { params: of(id), body: { reason, version } }))
}

/** Whether who sits here may act: a city reads its districts' publications, each district publishes its own. */
export function mayAct(item: Publication): boolean {
  return actsFor(item.jurisdiction_id)
}
