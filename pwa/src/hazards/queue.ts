import type { LocationQuery } from 'vue-router'
import type { Loose } from '../desk/filters'
import type { Got, Item } from '../desk/wire'
import { api, body } from '../api'
import { anId, aText, given, oneOf } from '../desk/filters'

export type HazardBrief = Item<'/api/v1/hazards'>
export type HazardPage = Got<'/api/v1/hazards'>
export type HazardDetail = Got<'/api/v1/hazards/{hazard_id}'>
export type Facets = Got<'/api/v1/hazards/facets'>
export type HazardState = HazardBrief['state']
export type Colour = HazardBrief['light']['colour']

export const states = ['reported', 'confirmed', 'replied', 'verified', 'returned', 'closed'] as const satisfies readonly HazardState[]
export const colours = ['red', 'yellow', 'amber', 'green'] as const satisfies readonly Colour[]

/** What the queue is narrowed to; it stands in the address, so that it can be kept and shared. */
export function readFilters(query: LocationQuery) {
  return given({
    light: oneOf(colours, query.light),
    // Addresses that were kept before say the grade.
    is_major: oneOf(['true'], query.grade === 'major' ? 'true' : query.is_major),
    state: oneOf(states, query.state),
    waiting: oneOf(['mine'], query.waiting),
    site_id: anId(query.site_id),
    jurisdiction_id: anId(query.jurisdiction_id),
    unit_id: anId(query.unit_id),
    spot_check_id: anId(query.spot_check_id),
    q: aText(query.q),
  })
}
export type Filters = Loose<ReturnType<typeof readFilters>>

export async function readQueue({ is_major, ...filters }: Filters, after?: string, limit?: number): Promise<HazardPage> {
  return body(api.GET('/api/v1/hazards', { params: { query: given({ ...filters, is_major: is_major ? true : undefined, after, limit }) } }))
}

export async function readHazard(id: string): Promise<HazardDetail> {
  return body(api.GET('/api/v1/hazards/{hazard_id}', { params: { path: { hazard_id: id } } }))
}

export const readFacets = async (): Promise<Facets> => body(api.GET('/api/v1/hazards/facets'))
