import type { LocationQuery } from 'vue-router'
import type { Got, Item, Sent } from '../desk/wire'
import { api, body } from '../api'
import { aText, given } from '../desk/filters'
import { me } from '../session'

export type Site = Item<'/api/v1/sites'>
export type NewSite = Sent<'/api/v1/sites'>
export type SiteDetails = Sent<'/api/v1/sites/{site_id}/correct'>
export type ItemListEntry = Item<'/api/v1/item-list'>
export type EntryDetails = Sent<'/api/v1/item-list/{entry_id}/correct'>
export type NewEntry = Sent<'/api/v1/item-list'>
export type ChecklistBrief = Item<'/api/v1/checklists'>
export type ChecklistVersion = Got<'/api/v1/checklists/{version_id}'>

export const tabs = ['sites', 'units', 'inspectors', 'item-list', 'checklists', 'settings'] as const
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

export async function registerSite(site: NewSite): Promise<Site> {
  return body(api.POST('/api/v1/sites', { body: site }))
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

const ofEntry = (id: string) => ({ path: { entry_id: id } })

export interface EntryFilters { q?: string, past?: true }

/** What the address narrows the item list to; `past` widens it to what is over, and to what is not yet. */
export const readEntryFilters = ({ q, past }: LocationQuery): EntryFilters => given({ q: aText(q), past: past === 'true' || undefined })

export async function readEntry(id: string): Promise<ItemListEntry> {
  return body(api.GET('/api/v1/item-list/{entry_id}', { params: ofEntry(id) }))
}

export async function addEntry(entry: NewEntry): Promise<ItemListEntry> {
  return body(api.POST('/api/v1/item-list', { body: entry }))
}

/** Follows an entry by a version that says something else, and gives that; the same again gives the entry itself. */
export async function correctEntry(id: string, details: EntryDetails): Promise<ItemListEntry> {
  return body(api.POST('/api/v1/item-list/{entry_id}/correct', { params: ofEntry(id), body: details }))
}

/** Takes an entry off the item list. */
export async function endEntry(id: string, reason: string, day: string | null): Promise<ItemListEntry> {
  return body(api.POST('/api/v1/item-list/{entry_id}/end', { params: ofEntry(id), body: { reason, valid_to: day } }))
}

export async function readItemList(filters: EntryFilters, after?: string, limit?: number) {
  return body(api.GET('/api/v1/item-list', { params: { query: { ...filters, ...(after && { after }), ...(limit && { limit }) } } }))
}

export const readChecklists = async (after?: string) => body(api.GET('/api/v1/checklists', page(after)))

const mostAtOnce = 200

/** All checklists, for a choice; there are some dozens. */
export async function allChecklists(after?: string): Promise<ChecklistBrief[]> {
  const { items, next } = await body(api.GET('/api/v1/checklists', { params: { query: { limit: mostAtOnce, ...(after && { after }) } } }))
  return next === null ? items : [...items, ...await allChecklists(next)]
}

export async function readChecklist(id: string): Promise<ChecklistVersion> {
  return body(api.GET('/api/v1/checklists/{version_id}', { params: { path: { version_id: id } } }))
}
