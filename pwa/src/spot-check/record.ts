import type { Grade, TableScore } from '../scoring'
/** The record of a check: its canonical text, the digest that everybody signs, and the commands that it becomes. */
import type { Answers, ChecklistVersion, Determination, NewCommand, Photo, ResultCategory, SaidGrade, SpotCheckRow } from '../store'
import type { Sheet, Signature, Work } from './work'
import { sha256 } from '../camera/digest'
import { scored, scoredSite } from '../checklists'
import { promisedBy } from './answer-photos'
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
  grade: SaidGrade
  /** Absent where nobody determined that it is major, and in records of before 0.2.0: their text stays as it was signed. */
  determination?: Determination
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

/** What is closed, signed and never changed again. */
export interface SpotCheckRecord {
  v: 1
  spot_check_id: string
  number: string
  site_id: string
  started_at: string
  /** Card numbers, the lead's first. */
  inspectors: string[]
  checklists: { id: string, answers: Answers, score: RecordScore | null }[]
  hazards: RecordHazard[]
  result_category: ResultCategory
  party_note: string
}

export interface SealedRecord { text: string, digest: string }

/** The score of a scored list as it stands; null for a plain one. */
export function scoreOf(list: ChecklistVersion, answers: Answers): TableScore | null {
  if (!list.scored)
    return null
  return scored(list.sections, answers)
}

// A list that nobody answered was not checked: its untouched points are no result to publish.
function resultOf(list: ChecklistVersion, answers: Answers): TableScore | null {
  return Object.keys(answers).length > 0 ? scoreOf(list, answers) : null
}

/** The scores so far, one for each scored list that has any answer. */
export function scoresOf({ lists, work }: Pick<CheckFile, 'lists' | 'work'>): { title: string, score: TableScore }[] {
  return lists.flatMap((list) => {
    const score = resultOf(list, work.sheets[list.id]?.answers ?? {})
    return score ? [{ title: list.title, score }] : []
  })
}

export interface SiteGrade { standard: string, tables: number, score: string, grade: Grade }

/** The score and grade of the site under each standard of which tables were answered. */
export function gradesOf({ lists, work }: Pick<CheckFile, 'lists' | 'work'>): SiteGrade[] {
  const tables = lists.flatMap(({ id, scheme, sections }) => (scheme ? [{ id, scheme, sections, answers: work.sheets[id]?.answers ?? {} }] : []))
  const standards = [...new Set(tables.map(({ scheme }) => scheme.standard))]
  return standards.flatMap((standard) => {
    const { tables: scores, total } = scoredSite(tables.filter(({ scheme }) => scheme.standard === standard))
    const counted = Object.values(scores).filter(({ score }) => score !== null).length
    return total.display && total.grade ? [{ standard, tables: counted, score: total.display, grade: total.grade }] : []
  })
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

function cardNumbers({ inspectors }: SpotCheckRow): string[] {
  const leadFirst = [...inspectors].sort((a, b) =>
    Number(b.lead) - Number(a.lead) || (a.card_number < b.card_number ? -1 : 1))
  return leadFirst.map(({ card_number }) => card_number)
}

function recordOf({ check, lists, hazards, work }: CheckFile, category: ResultCategory, startedAt: string): SpotCheckRecord {
  const checklists = lists.map((list) => {
    const answers = work.sheets[list.id]?.answers ?? {}
    return { id: list.id, answers, score: recordScore(resultOf(list, answers)) }
  })
  return {
    v: 1,
    spot_check_id: check.id,
    number: check.number,
    site_id: check.site_id,
    started_at: startedAt,
    inspectors: cardNumbers(check),
    checklists,
    hazards,
    result_category: category,
    party_note: work.outcome.partyNote,
  }
}

/** The record as it stands and its SHA-256 (RFC 8785, UTF-8, hex); null until it is started and has a result. */
export async function seal(file: CheckFile): Promise<SealedRecord | null> {
  const { start, outcome } = file.work
  if (!start || !outcome.category)
    return null
  const text = canonical(recordOf(file, outcome.category, start.startedAt))
  return { text, digest: await sha256(new TextEncoder().encode(text)) }
}

/** The whole current answers on one list, as a command; `photos` are the check's on this phone. */
export function answerCommand(checkId: string, versionId: string, { answers }: Pick<Sheet, 'answers'>, photos: readonly Photo[]): NewCommand {
  return {
    name: 'spot_check.answer',
    args: { spot_check_id: checkId, checklist_version_id: versionId, answers, ...promisedBy(answers, photos) },
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

/** A signer's signature; it stands only as long as its digest is the record's. */
export function signatureOf(signatures: readonly Signature[], signer: Signer): Signature | null {
  return signatures.find(each => each.signer === signer.kind && each.person_id === signer.personId) ?? null
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
export async function closing(file: CheckFile & { photos: Photo[] }, at: string): Promise<{ commands: NewCommand[], drafts: Record<string, null> }> {
  const sealed = await seal(file)
  if (!sealed || unsignedOf(file, sealed.digest).length > 0)
    throw new Error('a record is closed only when everybody has signed it')
  const { check, work, photos } = file
  const changed = Object.entries(work.sheets).filter(([, sheet]) => sheet.changed)
  const standing = signersOf(check).map(signer => signatureOf(work.signatures, signer)!)
  return {
    commands: [
      ...changed.map(([versionId, sheet]) => answerCommand(check.id, versionId, sheet, photos)),
      ...standing.map(signature => signCommand(check.id, signature)),
      {
        name: 'spot_check.submit',
        args: { spot_check_id: check.id, digest: sealed.digest, record: sealed.text, result_category: work.outcome.category!, submitted_at: at },
      },
    ],
    drafts: droppedDrafts(check),
  }
}
