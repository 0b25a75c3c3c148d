/** The record of a check: its canonical text, the digest that everybody signs, and the commands that it becomes. */
import type { Answers, ChecklistVersion, Commands, HazardRow, ItemAnswer, NewCommand, OutboxEntry, PhotoPromise, ResultCategory, SpotCheckRow } from '../store'
import type { TableScore } from '../scoring'
import type { Json } from './canonical'
import type { Sheet, Signature, Work } from './work'
import { sha256 } from '../camera/digest'
import { scoreTable } from '../scoring'
import { canonical } from './canonical'
import { droppedDrafts } from './work'

/** Everything that a record is made of, as this phone knows it. */
export interface CheckFile {
  check: SpotCheckRow
  lists: ChecklistVersion[]
  hazards: RecordHazard[]
  work: Work
}

export interface RecordHazard {
  id: string
  item_id: string
  description: string
  location: string
  clause: string
  grade: 'general' | 'major'
  due_on: string
  party_id: string
  photos: string[]
}

interface RecordScore {
  display: string
  numerator: number
  denominator: number
  grade_of_table: null
  zeroed_because: TableScore['zeroedBecause']
}

export interface SealedRecord { text: string, digest: string }

/** The answer after a tap: a deduction only where something is wrong in a scored list, and then at least one point. */
export function answerWith(before: ItemAnswer | undefined, result: ItemAnswer['result'], scored: boolean): ItemAnswer {
  const deducts = scored && result === 'nonconforming'
  return { result, deduction: deducts ? Math.max(1, before?.deduction ?? 1) : 0, note: before?.note ?? '' }
}

/** The score of a scored list; null for a plain one. */
export function scoreOf(list: ChecklistVersion, answers: Answers): TableScore | null {
  if (!list.scored)
    return null
  const sections = list.sections.map(({ guarantee, items }) => ({
    guarantee,
    items: items.map(({ id, points }) => ({ id, points: points ?? 0 })),
  }))
  return scoreTable({ sections }, answers)
}

function recordScore(table: TableScore | null): RecordScore | null {
  if (!table?.score || !table.display)
    return null
  return {
    display: table.display,
    numerator: Number(table.score.numerator),
    denominator: Number(table.score.denominator),
    grade_of_table: null,
    zeroed_because: table.zeroedBecause,
  }
}

function fromReport(report: Commands['hazard.report']): RecordHazard {
  const { hazard_id, item_id, description, location, clause, grade, due_on, party_id, photos } = report
  return { id: hazard_id, item_id, description, location, clause, grade, due_on, party_id, photos: photos.map(({ sha256 }) => sha256) }
}

function fromRow(row: HazardRow): RecordHazard {
  const { id, item_id, description, location, clause, grade, due_on, party_id, photos } = row
  return { id, item_id, description, location, clause, grade, due_on, party_id, photos: photos.map(({ sha256 }) => sha256) }
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

function cardNumbers({ inspectors }: SpotCheckRow): string[] {
  const leadFirst = [...inspectors].sort((a, b) =>
    Number(b.lead) - Number(a.lead) || (a.card_number < b.card_number ? -1 : 1))
  return leadFirst.map(({ card_number }) => card_number)
}

function recordOf({ check, lists, hazards, work }: CheckFile, category: ResultCategory, startedAt: string): Json {
  const sheets = lists.map((list) => {
    const answers = work.sheets[list.id]?.answers ?? {}
    return { id: list.id, answers, score: recordScore(scoreOf(list, answers)) }
  })
  return {
    v: 1,
    spot_check_id: check.id,
    number: check.number,
    site_id: check.site_id,
    started_at: startedAt,
    inspectors: cardNumbers(check),
    checklists: sheets,
    hazards,
    result_category: category,
    party_note: work.outcome.partyNote,
    // Each part is built of strings, integers and null only; the compiler cannot see that through interfaces.
  } as unknown as Json
}

/** The record as it stands and its SHA-256 (RFC 8785, UTF-8, hex); null until it is started and has a result. */
export async function seal(file: CheckFile): Promise<SealedRecord | null> {
  const { start, outcome } = file.work
  if (!start || !outcome.category)
    return null
  const text = canonical(recordOf(file, outcome.category, start.startedAt))
  return { text, digest: await sha256(new TextEncoder().encode(text)) }
}

/** The whole current answers on one list, as a command. */
export function answerCommand(checkId: string, versionId: string, sheet: Sheet): NewCommand {
  return {
    name: 'spot_check.answer',
    args: { spot_check_id: checkId, checklist_version_id: versionId, answers: sheet.answers },
  }
}

export interface Signer { kind: 'inspector' | 'party', personId: string | null, name: string }

/** Everybody who must sign: each inspector, and the party (or its refusal). */
export function signersOf({ inspectors }: SpotCheckRow): Signer[] {
  return [
    ...inspectors.map(({ id, name }) => ({ kind: 'inspector' as const, personId: id, name })),
    { kind: 'party', personId: null, name: '' },
  ]
}

/** A signer's latest signature; it stands only as long as its digest is the record's. */
export function signatureOf(signatures: readonly Signature[], signer: Signer): Signature | null {
  return signatures.findLast(each => each.signer === signer.kind && each.person_id === signer.personId) ?? null
}

/** Who has not signed this very record. */
export function unsignedOf(file: CheckFile, digest: string): Signer[] {
  return signersOf(file.check).filter(signer => signatureOf(file.work.signatures, signer)?.digest !== digest)
}

function signCommand(checkId: string, { photoId: _, ...args }: Signature): NewCommand {
  return { name: 'spot_check.sign', args: { ...args, spot_check_id: checkId } }
}

/**
 * Closes the record: all of its commands, and its drafts removed, for ONE keep().
 * Throws when somebody has not signed this very record; hazards have been reported as they were found.
 */
export async function closing(file: CheckFile, at: string): Promise<{ commands: NewCommand[], drafts: Record<string, null> }> {
  const sealed = await seal(file)
  if (!sealed || unsignedOf(file, sealed.digest).length > 0)
    throw new Error('a record is closed only when everybody has signed it')
  const { check, work } = file
  const changed = Object.entries(work.sheets).filter(([, sheet]) => sheet.changed)
  const standing = signersOf(check).map(signer => signatureOf(work.signatures, signer)!)
  return {
    commands: [
      ...changed.map(([versionId, sheet]) => answerCommand(check.id, versionId, sheet)),
      ...standing.map(signature => signCommand(check.id, signature)),
      {
        name: 'spot_check.submit',
        args: { spot_check_id: check.id, digest: sealed.digest, record: sealed.text, result_category: work.outcome.category!, submitted_at: at },
      },
    ],
    drafts: droppedDrafts(check),
  }
}

/** All photos that the commands of a check promise, hazards' and signatures'. */
export function promisedIn(entries: readonly OutboxEntry[]): PhotoPromise[] {
  return entries.flatMap(({ command, state }) => {
    if (state === 'corrected')
      return []
    if (command.name === 'hazard.report')
      return command.args.photos
    return command.name === 'spot_check.sign' && command.args.image ? [command.args.image] : []
  })
}
