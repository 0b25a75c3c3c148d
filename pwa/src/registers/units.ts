import type { LocationQuery } from 'vue-router'
import type { Got, Item, Sent } from '../desk/wire'
import { api, body } from '../api'
import { aText, given, oneOf } from '../desk/filters'

export type Unit = Item<'/api/v1/units'>
export type UnitsPage = Got<'/api/v1/units'>
export type UnitDetails = Sent<'/api/v1/units/{unit_id}/correct'>
export type NewUnit = Sent<'/api/v1/units'>

export const shows = ['in_force', 'ended'] as const
export const grades = ['A', 'B', 'C', 'D'] as const satisfies readonly Unit['credit_grade'][]

export interface UnitFilters { q?: string, show?: (typeof shows)[number] }

/** What the address narrows the list to. */
export function readUnitFilters({ q, show }: LocationQuery): UnitFilters {
  return given({ q: aText(q), show: oneOf(shows, show) })
}

export async function readUnits(filters: UnitFilters, after?: string, limit?: number): Promise<UnitsPage> {
  return body(api.GET('/api/v1/units', { params: { query: { ...filters, ...(after && { after }), ...(limit && { limit }) } } }))
}

const of = (id: string) => ({ path: { unit_id: id } })

export async function readUnit(id: string): Promise<Unit> {
  return body(api.GET('/api/v1/units/{unit_id}', { params: of(id) }))
}

/** The unit that has exactly this code, ended or not. */
export async function unitOfCode(uscc: string): Promise<Unit | null> {
  const { items } = await readUnits({ q: uscc })
  return items.find(each => each.uscc === uscc) ?? null
}

export async function registerUnit(unit: NewUnit): Promise<Unit> {
  return body(api.POST('/api/v1/units', { body: unit }))
}

export async function correctUnit(id: string, details: UnitDetails): Promise<Unit> {
  return body(api.POST('/api/v1/units/{unit_id}/correct', { params: of(id), body: details }))
}

/** Takes a unit out of the register; one that is a party somewhere is refused. */
export async function endUnit(id: string, reason: string): Promise<Unit> {
  return body(api.POST('/api/v1/units/{unit_id}/end', { params: of(id), body: { reason } }))
}
