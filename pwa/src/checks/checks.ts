import type { LocationQuery } from 'vue-router'
import type { Loose } from '../desk/filters'
import type { Got, Item, Sent } from '../desk/wire'
import { api, body } from '../api'
import { anId, aText, given, oneOf } from '../desk/filters'

export type SpotCheckBrief = Item<'/api/v1/spot-checks'>
export type SpotCheckPage = Got<'/api/v1/spot-checks'>
export type SpotCheckDetail = Got<'/api/v1/spot-checks/{spot_check_id}'>
export type SpotCheckState = SpotCheckBrief['state']
export type Difference = SpotCheckDetail['differences'][number]
export type Ruling = Sent<'/api/v1/spot-checks/{spot_check_id}/decide'>

export const states = ['assigned', 'started', 'submitted', 'complete'] as const satisfies readonly SpotCheckState[]

/** What the list shows as a state: a cancelled check is in none of the others. */
export const shownStates = [...states, 'cancelled'] as const

/** What the list is narrowed to, as its address says. */
export function readFilters(query: LocationQuery) {
  return given({
    state: oneOf(shownStates, query.state),
    differences: oneOf(['open'], query.differences),
    jurisdiction_id: anId(query.jurisdiction_id),
    draw_id: anId(query.draw_id),
    q: aText(query.q),
  })
}
export type Filters = Loose<ReturnType<typeof readFilters>>

const at = (id: string) => ({ params: { path: { spot_check_id: id } } })

export async function readChecks(filters: Filters, after?: string, limit?: number): Promise<SpotCheckPage> {
  return body(api.GET('/api/v1/spot-checks', { params: { query: given({ ...filters, after, limit }) } }))
}

export const readCheck = async (id: string): Promise<SpotCheckDetail> => body(api.GET('/api/v1/spot-checks/{spot_check_id}', at(id)))

/** Decides on what inspectors answered differently: the server makes a new version of the record, with its reason. */
export async function decide(id: string, ruling: Ruling): Promise<SpotCheckDetail> {
  return body(api.POST('/api/v1/spot-checks/{spot_check_id}/decide', { ...at(id), body: ruling }))
}
