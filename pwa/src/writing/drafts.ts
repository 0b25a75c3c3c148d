/** Lists that an office writes: the server's drafts, and what may be done with them. */
import type { ChecklistItem, ChecklistSection } from '../checklists'
import type { Got, Item, Sent } from '../desk/wire'
import type { Tried } from './xlsform'
import { api, body } from '../api'
import { sendTo } from '../http'
import { readRefusal, Refusal } from '../refusal'

export type DraftBrief = Item<'/api/v1/checklist-drafts'>
type Wire = Got<'/api/v1/checklist-drafts/{draft_id}'>
/** As the server sends it; its items are those of checklists/, which OpenAPI cannot say as closely. */
export type Draft = Omit<Wire, 'sections'> & { sections: ChecklistSection[] }
export type Fault = Wire['faults'][number]
export type ChecklistVersion = Got<'/api/v1/checklists/{version_id}'>
type Definition = Sent<'/api/v1/checklist-drafts'>['definition']

export interface SheetLine { row: number, column: string, value: string, code: string, note: string }
export interface Filled { draft: Draft, report: { new: number, faults: SheetLine[], faults_total: number, unread: string[] } }

/** The server takes no more; whoever has more is told before it is sent. */
const mostBytes = 20 * 1024 * 1024

export const templatePath = '/api/v1/checklist-drafts/template.xlsx'
export const sheetPath = ({ id }: Pick<Draft, 'id'>) => `/api/v1/checklist-drafts/${id}/items.xlsx`
export const versionSheetPath = (id: string) => `/api/v1/checklists/${id}/items.xlsx`

const of = (id: string) => ({ path: { draft_id: id } })
const asDraft = async (answer: Promise<unknown>) => await answer as Draft

/** What a draft says, as the server takes it. */
export function definitionOf({ code, title, standard, source, scored, split, scheme, sections }: Draft): Definition {
  const plain = sections.map(section => ({ ...section, items: section.items.map(({ no: _, ...item }) => item) }))
  return { code, title, standard, source, scored, split, scheme, sections: plain } as unknown as Definition
}

export async function readDrafts(after?: string) {
  return body(api.GET('/api/v1/checklist-drafts', { params: { query: after ? { after } : {} } }))
}

export async function readDraft(id: string): Promise<Draft> {
  return asDraft(body(api.GET('/api/v1/checklist-drafts/{draft_id}', { params: of(id) })))
}

export interface Beginning { code: string, title: string, standard: string, source: string }

export async function beginDraft(said: Beginning): Promise<Draft> {
  const definition = { ...said, scored: false, split: false, scheme: null, sections: [] }
  return asDraft(body(api.POST('/api/v1/checklist-drafts', { body: { definition } })))
}

export async function copyVersion(versionId: string, code: string): Promise<Draft> {
  return asDraft(body(api.POST('/api/v1/checklists/{version_id}/copy', { params: { path: { version_id: versionId } }, body: { code } })))
}

export async function saveDraft(draft: Draft): Promise<Draft> {
  const said = { revision: draft.revision, definition: definitionOf(draft) }
  return asDraft(body(api.POST('/api/v1/checklist-drafts/{draft_id}', { params: of(draft.id), body: said })))
}

/**
 * Lets a draft's items be those of a sheet, unless a cell of it is at fault; or of an XLSForm, whose losses are
 * confirmed by its hash.
 */
export async function fillDraft({ id, revision }: Draft, file: Blob, confirmed = ''): Promise<Tried> {
  if (file.size > mostBytes)
    throw new Refusal(422, 'sheet.too_large', '')
  const answer = await sendTo(`/api/v1/checklist-drafts/${id}/sheet?revision=${revision}${confirmed && `&confirmed=${confirmed}`}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/octet-stream' },
    body: await file.arrayBuffer(),
  })
  if (!answer.ok)
    throw await readRefusal(answer)
  return await answer.json() as Tried
}

export interface Publishing { published_on: string, legal_basis: string, tables_verified: boolean }

export async function publishDraft({ id, revision }: Draft, said: Publishing): Promise<ChecklistVersion> {
  return body(api.POST('/api/v1/checklist-drafts/{draft_id}/publish', { params: of(id), body: { revision, ...said } }))
}

export async function discardDraft(id: string): Promise<Draft> {
  return asDraft(body(api.POST('/api/v1/checklist-drafts/{draft_id}/discard', { params: of(id) })))
}

export async function retireVersion(versionId: string, retired_on: string, reason: string): Promise<ChecklistVersion> {
  const path = { version_id: versionId }
  return body(api.POST('/api/v1/checklists/{version_id}/retire', { params: { path }, body: { retired_on, reason } }))
}

/** A draft with one item moved up or down among the items of its section. */
export function moved(draft: Draft, item: ChecklistItem, by: 1 | -1): Draft {
  return {
    ...draft,
    sections: draft.sections.map((section) => {
      const at = section.items.indexOf(item)
      const to = at + by
      if (at < 0 || to < 0 || to >= section.items.length)
        return section
      const items = [...section.items]
      items.splice(at, 1)
      items.splice(to, 0, item)
      return { ...section, items }
    }),
  }
}

/** A draft without one item, and without a section that is empty then. */
export function without(draft: Draft, item: ChecklistItem): Draft {
  const sections = draft.sections.map(section => ({ ...section, items: section.items.filter(one => one !== item) }))
  return { ...draft, sections: sections.filter(({ items }) => items.length > 0) }
}
