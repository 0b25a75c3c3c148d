/** Reads everything about one check from the records of this phone. */
import type { AnswerSheetRow, OutboxEntry, Photo, Site, SiteHistory, SpotCheckRow, Store } from '../store'
import type { Left } from './differences'
import type { Submission } from './known'
import type { CheckFile, SealedRecord } from './record'
import { entriesOf, isGone, loadDraft, photosOf, row, rowsOf } from '../store'
import { closedWork, hazardsOf, submissionIn } from './known'
import { seal } from './record'
import { loadWork } from './resumed'
import { draftKeys } from './work'

export interface WholeCheck extends CheckFile {
  site: Site | null
  entries: OutboxEntry[]
  photos: Photo[]
  /** The submission that this phone made, if it did. */
  submission: Submission | null
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

async function openOrClosed(store: Store, file: Omit<CheckFile, 'work' | 'hazards'>, entries: OutboxEntry[]) {
  const submission = submissionIn(entries)
  if (submission) {
    const { args, record } = submission
    return { submission, work: closedWork(submission, entries), hazards: record.hazards, sealed: { text: args.record, digest: args.digest } }
  }
  const rows = (await rowsOf(store, 'hazard')).filter(({ spot_check_id }) => spot_check_id === file.check.id)
  const whole = { ...file, work: await loadWork(store, file.check), hazards: hazardsOf(rows, entries) }
  return { ...whole, submission, sealed: await seal(whole) }
}

async function besides(store: Store, check: SpotCheckRow) {
  const [site, history, sheets, left, revoked] = await Promise.all([
    row(store, 'site', check.site_id),
    row(store, 'history', check.site_id),
    rowsOf(store, 'answer_sheet'),
    loadDraft<Left>(store, draftKeys(check.id).left),
    isGone(store, 'spot_check', check.id),
  ])
  return { site, history, revoked, left: left ?? {}, sheets: sheets.filter(({ spot_check_id }) => spot_check_id === check.id) }
}

async function wholeOf(store: Store, check: SpotCheckRow): Promise<WholeCheck> {
  const [lists, entries, photos] = await Promise.all([
    Promise.all(check.checklists.map(async id => row(store, 'checklist', id))),
    entriesOf(store, check.id),
    photosOf(store, check.id),
  ])
  const file = { check, lists: lists.filter(list => list !== null) }
  return { ...file, ...await openOrClosed(store, file, entries), ...await besides(store, check), entries, photos }
}

/** One check with all that belongs to it; null when this person does not see it (any more). */
export async function loadCheck(store: Store, checkId: string): Promise<WholeCheck | null> {
  const check = await row(store, 'spot_check', checkId)
  return check && wholeOf(store, check)
}

/** All checks of this person, the one due first on top. */
export async function loadChecks(store: Store): Promise<WholeCheck[]> {
  const checks = await rowsOf(store, 'spot_check')
  checks.sort((a, b) => (a.due_on + a.id < b.due_on + b.id ? -1 : 1))
  return Promise.all(checks.map(async check => wholeOf(store, check)))
}
