import type { LocationQuery } from 'vue-router'
import type { Got, Item, Sent } from '../desk/wire'
import { api, body } from '../api'
import { aText, given, oneOf } from '../desk/filters'
import { wordsOr } from '../words/words'
import { words } from './words'

export type Person = Item<'/api/v1/people'>
export type PeoplePage = Got<'/api/v1/people'>
export type PersonDetail = Got<'/api/v1/people/{person_id}'>
export type Device = PersonDetail['devices'][number]
export type Newcomer = Sent<'/api/v1/people'>
export type Agency = Got<'/api/v1/agencies'>[number]
export type Role = Person['role']

export const roles = ['inspector', 'supervisor', 'administrator', 'contractor', 'witness', 'auditor'] as const satisfies readonly Role[]

export interface Filters { q?: string, role?: Role }

/** What the address narrows the list to. */
export function readFilters({ q, role }: LocationQuery): Filters {
  return given({ q: aText(q), role: oneOf(roles, role) })
}

export async function readPeople(filters: Filters, after?: string, limit?: number): Promise<PeoplePage> {
  return body(api.GET('/api/v1/people', { params: { query: { ...filters, ...(after && { after }), ...(limit && { limit }) } } }))
}

const of = (id: string) => ({ path: { person_id: id } })

export async function readPerson(id: string): Promise<PersonDetail> {
  return body(api.GET('/api/v1/people/{person_id}', { params: of(id) }))
}

export async function readAgencies(): Promise<Agency[]> {
  return body(api.GET('/api/v1/agencies'))
}

export async function takeOn(newcomer: Newcomer): Promise<PersonDetail> {
  return body(api.POST('/api/v1/people', { body: newcomer }))
}

/** Ends an account: its devices are out at once. */
export async function endPerson(id: string, reason: string): Promise<PersonDetail> {
  return body(api.POST('/api/v1/people/{person_id}/end', { params: of(id), body: { reason } }))
}

/** Gives who forgot theirs a new password: their devices are out at once. */
export async function givePassword(id: string, password: string): Promise<PersonDetail> {
  return body(api.POST('/api/v1/people/{person_id}/password', { params: of(id), body: { password } }))
}

/** Signs a lost device out at once; answers whose it was. */
export async function revokeDevice(id: string, reason: string): Promise<PersonDetail> {
  return body(api.POST('/api/v1/devices/{device_id}/revoke', { params: { path: { device_id: id } }, body: { reason } }))
}

/** Why a device is signed out: in somebody's own words, or in ours where it followed from something else. */
export const revokeReason = ({ revoke_reason: reason }: Device) => (reason === null ? '' : wordsOr(words, reason, reason))
