import type { Got, Item } from '../desk/wire'
import { api, body } from '../api'

export type HazardBrief = Item<'/api/v1/hazards'>
export type HazardPage = Got<'/api/v1/hazards'>
export type HazardDetail = Got<'/api/v1/hazards/{hazard_id}'>
export type Colour = HazardBrief['light']['colour']

/** What the queue is narrowed to; it stands in the address, so that it can be kept and shared. */
export interface Filters {
  light?: Colour
  grade?: HazardBrief['grade']
  state?: HazardBrief['state']
  spot_check_id?: string
  q?: string
}

export const colours = ['red', 'yellow', 'amber', 'green'] as const
const values = {
  light: colours,
  grade: ['general', 'major'],
  state: ['reported', 'confirmed'],
} as const

const uuid = /^[0-9a-f-]{36}$/

function oneOf<T extends string>(known: readonly T[], value: unknown): T | undefined {
  return known.find(each => each === value)
}

/** The filters that an address names; what it does not know is left out. */
export function readFilters(query: Record<string, unknown>): Filters {
  const filters = {
    light: oneOf(values.light, query.light),
    grade: oneOf(values.grade, query.grade),
    state: oneOf(values.state, query.state),
    spot_check_id: typeof query.spot_check_id === 'string' && uuid.test(query.spot_check_id) ? query.spot_check_id : undefined,
    q: typeof query.q === 'string' && query.q !== '' ? query.q : undefined,
  }
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined))
}

export async function readQueue(filters: Filters, after?: string): Promise<HazardPage> {
  return body(api.GET('/api/v1/hazards', { params: { query: { ...filters, ...(after && { after }) } } }))
}

export async function readHazard(id: string): Promise<HazardDetail> {
  return body(api.GET('/api/v1/hazards/{hazard_id}', { params: { path: { hazard_id: id } } }))
}

/** Confirms a reported hazard; refused with hazard.not_reported when somebody has done so already. */
export async function confirmHazard(id: string, note: string): Promise<HazardDetail> {
  const path = { hazard_id: id }
  return body(api.POST('/api/v1/hazards/{hazard_id}/confirm', { params: { path }, body: { note } }))
}
