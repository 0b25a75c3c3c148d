import type { LocationQuery } from 'vue-router'
import type { Got, Item, Sent } from '../desk/wire'
import { api, body } from '../api'
import { aText, given } from '../desk/filters'
import { me } from '../session'

export type Site = Item<'/api/v1/sites'>
export type SiteDetails = Sent<'/api/v1/sites/{site_id}/correct'>
export type ItemListEntry = Item<'/api/v1/item-list'>
export type ChecklistBrief = Item<'/api/v1/checklists'>
export type ChecklistVersion = Got<'/api/v1/checklists/{version_id}'>

export const tabs = ['sites', 'inspectors', 'item-list', 'checklists', 'settings'] as const
export type Tab = (typeof tabs)[number]

/** Who keeps the registers; the server lets each only in their own district. */
export const isKeeper = () => me.value?.role === 'supervisor' || me.value?.role === 'administrator'

/** Whether one may change a row of this district. */
export const mayKeep = (jurisdiction: string) => isKeeper() && me.value?.jurisdiction.id === jurisdiction

const page = (after?: string) => ({ params: { query: after ? { after } : {} } })

/** What the address narrows the list of sites to. */
export const readSiteFilters = ({ q }: LocationQuery): { q?: string } => given({ q: aText(q) })

export async function readSites(filters: { q?: string }, after?: string, limit?: number) {
  return body(api.GET('/api/v1/sites', { params: { query: { ...filters, ...(after && { after }), ...(limit && { limit }) } } }))
}

const ofSite = (id: string) => ({ path: { site_id: id } })

export async function readSite(id: string): Promise<Site> {
  return body(api.GET('/api/v1/sites/{site_id}', { params: ofSite(id) }))
}

export async function correctSite(id: string, details: SiteDetails): Promise<Site> {
  return body(api.POST('/api/v1/sites/{site_id}/correct', { params: ofSite(id), body: details }))
}

/** Takes a site out of the register, today where no other day is named. */
export async function endSite(id: string, reason: string, day: string | null): Promise<Site> {
  return body(api.POST('/api/v1/sites/{site_id}/end', { params: ofSite(id), body: { reason, ended_on: day } }))
}

/** Takes a site back that had ended. */
export async function readmitSite(id: string, reason: string): Promise<Site> {
  return body(api.POST('/api/v1/sites/{site_id}/readmit', { params: ofSite(id), body: { reason } }))
}

/** Takes an entry off the item list. */
export async function endEntry(id: string, reason: string, day: string | null): Promise<ItemListEntry> {
  return body(api.POST('/api/v1/item-list/{entry_id}/end', { params: { path: { entry_id: id } }, body: { reason, valid_to: day } }))
}

export const readItemList = async (after?: string) => body(api.GET('/api/v1/item-list', page(after)))
export const readChecklists = async (after?: string) => body(api.GET('/api/v1/checklists', page(after)))

export async function readChecklist(id: string): Promise<ChecklistVersion> {
  return body(api.GET('/api/v1/checklists/{version_id}', { params: { path: { version_id: id } } }))
}
