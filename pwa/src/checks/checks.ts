import type { Got, Item } from '../desk/wire'
import { api, body } from '../api'

export type SpotCheckBrief = Item<'/api/v1/spot-checks'>
export type SpotCheckDetail = Got<'/api/v1/spot-checks/{spot_check_id}'>
export type SpotCheckState = SpotCheckBrief['state']

export const states = ['assigned', 'started', 'submitted', 'complete'] as const satisfies readonly SpotCheckState[]

export const readState = (value: unknown) => states.find(state => state === value)

export async function readChecks(state: SpotCheckState | undefined, after?: string) {
  return body(api.GET('/api/v1/spot-checks', { params: { query: { ...(state && { state }), ...(after && { after }) } } }))
}

export async function readCheck(id: string): Promise<SpotCheckDetail> {
  return body(api.GET('/api/v1/spot-checks/{spot_check_id}', { params: { path: { spot_check_id: id } } }))
}
