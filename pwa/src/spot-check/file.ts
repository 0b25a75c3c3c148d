/** Reads everything about one check from the records of this phone. */
import type { AnswerSheetRow, OutboxEntry, Photo, Site, SiteHistory, SpotCheckRow, Store } from '../store'
import type { Left } from './differences'
import type { Submission } from './known'
import type { CheckFile, SealedRecord } from './record'
import { entriesOf, hazardsAt, isGone, loadDraft, photosOf, row, rowsOfCheck } from '../store'
import { closedWork, hazardsOf, submissionIn } from './known'
import { seal } from './record'
import { loadWork } from './resumed'
import { draftKeys } from './work'

/** What a task's card shows of a check: all but what is only read when one opens it. */
export interface TaskFile extends CheckFile {
  site: Site | null
  entries: OutboxEntry[]
  /** The submission that this phone made, if it did. */
  submission: Submission | null
}

export interface WholeCheck extends TaskFile {
  photos: Photo[]
  sealed: SealedRecord | null
  /** What every inspector answered, as the server last told it. */
  sheets: AnswerSheetRow[]
  /** The partner's answers that were looked at and not taken. */
  left: Left
  /** What is known of the site from before. */
  history: SiteHistory | null
  /** Given to others: it is here only until what was recorded has been sent. */
  revoked: boolean
}

async function openOrClosed(store: Store, check: SpotCheckRow, entries: OutboxEntry[]) {
  const submission = submissionIn(entries)
  if (submission)
    return { submission, work: closedWork(submission, entries), hazards: submission.record.hazards }
  const rows = await rowsOfCheck(store, 'hazard', check.id)
  return { submission, work: await loadWork(store, check), hazards: hazardsOf(rows, entries) }
}

const sealedOf = async ({ submission, ...file }: TaskFile) =>
  (submission ? { text: submission.args.record, digest: submission.args.digest } : seal(file))

export async function loadTaskFile(store: Store, check: SpotCheckRow): Promise<TaskFile> {
  const [lists, entries, site] = await Promise.all([
    Promise.all(check.checklists.map(async id => row(store, 'checklist', id))),
    entriesOf(store, check.id),
    row(store, 'site', check.site_id),
  ])
  const known = await openOrClosed(store, check, entries)
  return { check, lists: lists.filter(list => list !== null), entries, site, ...known }
}

async function besides(store: Store, check: SpotCheckRow) {
  const [photos, history, sheets, left, revoked] = await Promise.all([
    photosOf(store, check.id),
    row(store, 'history', check.site_id),
    rowsOfCheck(store, 'answer_sheet', check.id),
    loadDraft<Left>(store, draftKeys(check.id).left),
    isGone(store, 'spot_check', check.id),
  ])
  return { photos, history, sheets, revoked, left: left ?? {} }
}

/** One check with all that belongs to it; null when this person does not see it (any more). */
export async function loadCheck(store: Store, checkId: string): Promise<WholeCheck | null> {
  const check = await row(store, 'spot_check', checkId)
  if (!check)
    return null
  const file = await loadTaskFile(store, check)
  return { ...file, ...await besides(store, check), sealed: await sealedOf(file) }
}

/** How many hazards are open at a site, from earlier checks too, as far as this phone is told. */
export async function countOpenHazards(store: Store, siteId: string): Promise<number> {
  const [own, history] = await Promise.all([hazardsAt(store, siteId), row(store, 'history', siteId)])
  const known = new Map([...history?.hazards ?? [], ...own].map(({ id, state }) => [id, state]))
  return [...known.values()].filter(state => state !== 'closed').length
}
