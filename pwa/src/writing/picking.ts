/** Lists and versions that a draft may be copied from or compared with. */
import type { ChecklistSection } from '../checklists'
import type { Definition as Compared } from './comparing'
import type { DraftBrief } from './drafts'
import { api, body } from '../api'
import { allChecklists, readChecklist } from '../registers/registers'
import { readDraft, readDrafts } from './drafts'
import { words } from './words'

/** A version as a choice: of whom, which, from when on. */
export interface Choice { id: string, label: string, isDraft?: true }

export interface ListChoice extends Choice { code: string }

const whose = (place: string | null) => words(place === null ? 'library' : 'own')

/** Every list that can be seen, by its newest version. */
export async function readLists(): Promise<ListChoice[]> {
  const lists = await allChecklists()
  return lists.map(({ id, code, title, jurisdiction_id }) => ({ id, code, label: `${code} ${title}（${whose(jurisdiction_id)}）` }))
}

/** All versions of a list, the newest first. */
export async function readVersions(id: string): Promise<Choice[]> {
  const versions = await body(api.GET('/api/v1/checklists/{version_id}/versions', { params: { path: { version_id: id } } }))
  return versions.map(({ id: own, version, published_on }) => ({ id: own, label: words('versionOf', { n: version, date: published_on }) }))
}

export const readSections = async (id: string) => (await readChecklist(id)).sections as unknown as ChecklistSection[]

async function draftsOf(code: string, after?: string): Promise<DraftBrief[]> {
  const { items, next } = await readDrafts(after)
  const found = items.filter(draft => draft.code === code)
  return next === null ? found : [...found, ...await draftsOf(code, next)]
}

/** What there is of a code: drafts first, then the versions of each office and of the library; and those of the list of `from`. */
export async function readChoices(code: string, from: string | null): Promise<Choice[]> {
  const [lists, drafts] = await Promise.all([allChecklists(), draftsOf(code)])
  const owned = (list: { jurisdiction_id: string | null }) => Number(list.jurisdiction_id !== null)
  const mine = lists.filter(list => list.code === code).sort((a, b) => owned(b) - owned(a))
  const base = from !== null && !drafts.some(({ id }) => id === from) && !mine.some(({ id }) => id === from) ? await readChecklist(from) : null
  const all = base && !mine.some(list => list.code === base.code && list.jurisdiction_id === base.jurisdiction_id) ? [...mine, base] : mine
  const versions = await Promise.all(all.map(async (list) => {
    const of = `${whose(list.jurisdiction_id)}${list.code === code ? '' : ` ${list.code}`}`
    return (await readVersions(list.id)).map(({ id, label }) => ({ id, label: `${of} ${label}` }))
  }))
  const own = drafts.map(({ id, title, revision }) => ({ id, label: words('draftOf', { title, n: revision }), isDraft: true as const }))
  return [...own, ...versions.flat()]
}

/** What a draft or a version says. */
export async function readCompared(id: string, choices: readonly Choice[]): Promise<Compared> {
  const isDraft = choices.find(each => each.id === id)?.isDraft
  return isDraft ? readDraft(id) : await readChecklist(id) as unknown as Compared
}
