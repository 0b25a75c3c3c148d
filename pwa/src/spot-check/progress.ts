/** How far a check has come, as this phone and the server's own list tell it. */
import type { ChecklistItem, ChecklistVersion, OutboxEntry, SpotCheckRow } from '../store'
import type { CheckFile } from './record'
import type { Sheet, Work } from './work'
import { isComplete, itemsOf, missing, shown } from '../checklists'
import { isSubmitted, promisedIn } from './known'
import { droppedDrafts } from './work'

/** 待检, 进行中, 待发送, 被退回, 已回执. */
export type Stage = 'assigned' | 'started' | 'unsent' | 'refused' | 'receipted'

export interface Count { done: number, of: number }

/** Whether the server knows the check to be submitted. */
export const isClosedRow = ({ state }: SpotCheckRow) => state !== 'assigned' && state !== 'started'

/** Whether nothing more may be recorded here: this phone has submitted it, or the server knows it submitted. */
export function isClosed(check: SpotCheckRow, entries: readonly OutboxEntry[]): boolean {
  return isClosedRow(check) || isSubmitted(entries)
}

/** How many of the photos that this phone promised the server's own list names. */
export function photosReceived(check: SpotCheckRow, entries: readonly OutboxEntry[]): Count {
  const promised = new Set(promisedIn(entries).map(({ sha256 }) => sha256))
  const received = new Set(check.received.photos)
  return { done: [...promised].filter(sha256 => received.has(sha256)).length, of: promised.size }
}

/** 已回执 only when every command has its verdict and the server's own list names every photo (sync.md, Photos 5). */
function isWithServer(check: SpotCheckRow, entries: readonly OutboxEntry[]): boolean {
  const { done, of } = photosReceived(check, entries)
  return done === of && entries.every(({ state }) => state !== 'unsent')
}

/** The stage of a check on this phone; of the work it only matters whether it was begun. */
export function stageOf(check: SpotCheckRow, entries: readonly OutboxEntry[], work: Pick<Work, 'start'> | { start: boolean }): Stage {
  if (isClosed(check, entries) && entries.some(({ state }) => state === 'refused'))
    return 'refused'
  if (isClosed(check, entries))
    return isWithServer(check, entries) ? 'receipted' : 'unsent'
  return work.start || check.state === 'started' ? 'started' : 'assigned'
}

/** How many items of a list are answered. */
export function answeredIn(list: ChecklistVersion, sheet: Pick<Sheet, 'answers'> | undefined): Count {
  const answers = sheet?.answers ?? {}
  const asked = shown(itemsOf(list.sections), answers)
  return { done: asked.filter(item => isComplete(item, answers[item.id])).length, of: asked.length }
}

/** How many items of all lists of a check are answered. */
export function answeredOf({ lists, work }: Pick<CheckFile, 'lists' | 'work'>): Count {
  const counts = lists.map(list => answeredIn(list, work.sheets[list.id]))
  return counts.reduce((sum, { done, of }) => ({ done: sum.done + done, of: sum.of + of }), { done: 0, of: 0 })
}

const isUnsent = ({ state }: OutboxEntry) => state === 'unsent'

/**
 * Drafts that nobody needs any more: those of a partner whose lead has submitted, once all of them have become
 * commands and the server has these. They would otherwise count as work that keeps a signed-out phone locked.
 */
export function needlessDrafts({ check, entries, work }: Omit<CheckFile, 'hazards'> & { entries: OutboxEntry[] }): Record<string, null> {
  const sheets = Object.values(work.sheets)
  const isLeft = work.start !== null || sheets.some(({ answers }) => Object.keys(answers).length > 0)
  const isWanted = !isClosedRow(check) || isSubmitted(entries)
    || entries.some(isUnsent) || sheets.some(({ changed }) => changed)
  return isLeft && !isWanted ? droppedDrafts(check) : {}
}

export interface Missing { list: ChecklistVersion, items: ChecklistItem[] }

/** What the lists require and nobody has answered in full here; a partner may have it on another phone. */
export function missingOf({ lists, work }: Pick<CheckFile, 'lists' | 'work'>): Missing[] {
  return lists
    .map(list => ({ list, items: missing(itemsOf(list.sections), work.sheets[list.id]?.answers ?? {}) }))
    .filter(({ items }) => items.length > 0)
}
