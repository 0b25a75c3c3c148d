/** What the outbox and the server's rows say of a check: its hazards, its photos, its closed record. */
import type { Commands, HazardRow, OutboxEntry, PhotoPromise } from '../store'
import type { RecordHazard, SpotCheckRecord } from './record'
import type { Signature, Work } from './work'
import { isMajor, promisesOf, severityOf } from '../store'

type Submit = Commands['spot_check.submit']

export interface Submission { entry: OutboxEntry, args: Submit, record: SpotCheckRecord }

function fromReport({ hazard_id: id, photos, ...report }: Commands['hazard.report']): RecordHazard {
  const { item_id, description, location, clause, grade, determination, due_on, party_id } = report
  const said = { grade, ...determination ? { determination } : {} }
  return { id, item_id, description, location, clause, ...said, due_on, party_id, photos: photos.map(photo => photo.sha256) }
}

function fromRow({ id, photos, ...row }: HazardRow): RecordHazard {
  const { item_id, description, location, clause, determination, due_on, party_id } = row
  // One whose item is owed is named as the app that reported it named it.
  const said = determination ? { grade: severityOf(row), determination } : { grade: isMajor(row) ? 'major' : severityOf(row) } as const
  return { id, item_id, description, location, clause, ...said, due_on, party_id, photos: photos.map(photo => photo.sha256) }
}

/** The hazards of a check: what the server tells of it, and what this phone has reported, which goes first. */
export function hazardsOf(rows: readonly HazardRow[], entries: readonly OutboxEntry[]): RecordHazard[] {
  const known = new Map(rows.map(row => [row.id, fromRow(row)]))
  for (const { command, state } of entries) {
    if (command.name === 'hazard.report' && state !== 'corrected')
      known.set(command.args.hazard_id, fromReport(command.args))
  }
  // Ids are UUIDv7: their order is the order of the finding.
  return [...known.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** All photos that the commands of a check promise, hazards' and signatures'. */
export function promisedIn(entries: readonly OutboxEntry[]): PhotoPromise[] {
  return entries.flatMap(({ command, state }) => (state === 'corrected' ? [] : promisesOf(command)))
}

/** Whether this phone has submitted; its record, which may be long, is not read for it. */
export const isSubmitted = (entries: readonly OutboxEntry[]) =>
  entries.some(({ command, state }) => command.name === 'spot_check.submit' && state !== 'corrected')

/** The submission that this phone made, if it did; a corrected one has been replaced. */
export function submissionIn(entries: readonly OutboxEntry[]): Submission | null {
  for (const entry of entries) {
    const { name, args } = entry.command
    if (name === 'spot_check.submit' && entry.state !== 'corrected')
      return { entry, args, record: JSON.parse(args.record) as SpotCheckRecord }
  }
  return null
}

function signaturesIn(entries: readonly OutboxEntry[]): Signature[] {
  return entries.flatMap(({ command }) => (command.name === 'spot_check.sign' ? [{ ...command.args, photoId: null }] : []))
}

/** The work as it was when the record was closed, for looking at it again. */
export function closedWork({ record }: Submission, entries: readonly OutboxEntry[]): Work {
  return {
    start: { startedAt: record.started_at, position: null },
    sheets: Object.fromEntries(record.checklists.map(({ id, answers }) => [id, { answers, at: null, changed: false }])),
    outcome: { category: record.result_category, partyNote: record.party_note },
    signatures: signaturesIn(entries),
    hazardDrafts: [],
  }
}
