import type { Got, Item } from '../desk/wire'
import { api, body } from '../api'

export type Site = Item<'/api/v1/sites'>
export type ItemListEntry = Item<'/api/v1/item-list'>
export type ChecklistBrief = Item<'/api/v1/checklists'>
export type ChecklistVersion = Got<'/api/v1/checklists/{version_id}'>

export const tabs = ['sites', 'item-list', 'checklists', 'settings'] as const
export type Tab = (typeof tabs)[number]

const page = (after?: string) => ({ params: { query: after ? { after } : {} } })

export const readSites = async (after?: string) => body(api.GET('/api/v1/sites', page(after)))
export const readItemList = async (after?: string) => body(api.GET('/api/v1/item-list', page(after)))
export const readChecklists = async (after?: string) => body(api.GET('/api/v1/checklists', page(after)))

export async function readChecklist(id: string): Promise<ChecklistVersion> {
  return body(api.GET('/api/v1/checklists/{version_id}', { params: { path: { version_id: id } } }))
}
