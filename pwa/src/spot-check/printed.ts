/** What the A4 record says: the record that stands, as far as this phone knows it. */
import type { Answers, ChecklistItem, ChecklistVersion, HazardRow, ItemAnswer, Store } from '../store'
import type { WholeCheck } from './file'
import type { RecordHazard, SiteGrade } from './record'
import type { Signature } from './work'
import { isJudged, itemsOf, shown } from '../checklists'
import { rowsOf } from '../store'
import { loadCheck } from './file'
import { hazardsOf } from './known'
import { isClosed } from './progress'
import { gradesOf, scoreOf } from './record'

/** 草稿, 待发送, 已提交, 经复核的新版. */
export type PrintedState = 'draft' | 'unsent' | 'submitted' | 'decided'

export interface PrintedItem { item: ChecklistItem, answer: ItemAnswer }

export interface PrintedList {
  list: ChecklistVersion
  /** As shown on the phone; null where the list does not score or nobody answered it. */
  score: string | null
  nonconforming: PrintedItem[]
  conforming: PrintedItem[]
  notApplicable: PrintedItem[]
  /** What was measured, counted, chosen or written, whatever it says. */
  recorded: PrintedItem[]
  unanswered: number
}

/** The score and grade of the whole site under one standard. */
export interface PrintedGrade extends SiteGrade {
  /** The standard as its tables name it. */
  title: string
  /** Whether it rests on items that nobody has compared with the standard's text yet. */
  unverified: boolean
}

export interface Printed {
  whole: WholeCheck
  state: PrintedState
  version: number
  /** Why it was decided anew; null in the version that was signed. */
  reason: string | null
  digest: string | null
  receipt: string | null
  startedAt: string | null
  closedAt: string | null
  lists: PrintedList[]
  grades: PrintedGrade[]
  hazards: RecordHazard[]
  signatures: Signature[]
  /** Put together from what the server told, not the text that was signed on this phone. */
  isCopy: boolean
  /** What the party said; null where this phone does not know it. */
  partyNote: string | null
  /** Signed, but on another phone or long ago: the signatures are with the server. */
  signaturesElsewhere: boolean
}

/** What the record that stands says of one list: its differences name each item on which a sheet is not it. */
export function standingAnswers({ check, submission, sheets, work }: WholeCheck, listId: string): Answers {
  const told = submission || !check.record
    ? work.sheets[listId]?.answers
    : Object.assign({}, ...sheets.filter(sheet => sheet.checklist_id === listId).map(sheet => sheet.answers)) as Answers
  const answers = new Map(Object.entries(told ?? {}))
  for (const { checklist_id, item_id, recorded, answered, decided } of check.differences ?? []) {
    const stands = decided === 'taken' ? answered : recorded
    if (checklist_id === listId && stands)
      answers.set(item_id, stands)
    else if (checklist_id === listId)
      answers.delete(item_id)
  }
  return Object.fromEntries(answers)
}

/** The hazards of the record that stands: those it named when signed, and those that were taken since. */
export function standingHazards({ check, submission, hazards, entries }: WholeCheck, rows: readonly HazardRow[]): RecordHazard[] {
  const beside = new Map((check.unrecorded_hazards ?? []).map(({ hazard_id, decided }) => [hazard_id, decided]))
  // A due date that was extended since is not what the record says.
  const asFound = rows.map(row => ({ ...row, due_on: row.original_due_on ?? row.due_on }))
  const known = hazardsOf(asFound.filter(({ spot_check_id }) => spot_check_id === check.id), entries)
  const named = new Set(submission?.record.hazards.map(({ id }) => id) ?? known.map(({ id }) => id))
  const all = new Map([...known, ...hazards].map(hazard => [hazard.id, hazard]))
  return [...all.values()]
    .filter(({ id }) => (beside.has(id) ? beside.get(id) === 'taken' : named.has(id) || !submission))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
}

function printedList(list: ChecklistVersion, answers: Answers): PrintedList {
  const items = shown(itemsOf(list.sections), answers)
  const answered = items.flatMap(item => (answers[item.id] ? [{ item, answer: answers[item.id]! }] : []))
  const having = (result: ItemAnswer['result']) => answered.filter(({ answer }) => answer.result === result)
  return {
    list,
    score: answered.length > 0 ? scoreOf(list, answers)?.display ?? null : null,
    nonconforming: having('nonconforming'),
    conforming: having('conforming'),
    notApplicable: having('not_applicable'),
    recorded: answered.filter(({ item, answer }) => !isJudged(item) && answer.result !== 'not_applicable'),
    unanswered: items.length - answered.length,
  }
}

function printedGrades({ lists, work }: WholeCheck, answersOf: (listId: string) => Answers): PrintedGrade[] {
  const sheets = Object.fromEntries(lists.map(({ id }) => [id, { answers: answersOf(id), at: null, changed: false }]))
  return gradesOf({ lists, work: { ...work, sheets } }).map((grade) => {
    const tables = lists.filter(({ id, scheme }) => scheme?.standard === grade.standard && Object.keys(sheets[id]!.answers).length > 0)
    const items = tables.flatMap(({ id, sections }) => shown(itemsOf(sections), sheets[id]!.answers))
    return { ...grade, title: tables[0]?.standard ?? grade.standard, unverified: items.some(({ unverified }) => unverified) }
  })
}

function stateOf({ check, entries, submission }: WholeCheck): PrintedState {
  if ((check.record?.version ?? 1) > 1)
    return 'decided'
  if (!isClosed(check, entries))
    return 'draft'
  return submission?.entry.state === 'unsent' ? 'unsent' : 'submitted'
}

/** The start that this phone made or sent; another's is not told. */
function startOf({ work, entries }: WholeCheck): string | null {
  const sent = entries.find(({ command }) => command.name === 'spot_check.start')?.command
  return work.start?.startedAt ?? (sent?.name === 'spot_check.start' ? sent.args.started_at : null)
}

/** The record of a check as it is printed. */
export function printed(whole: WholeCheck, rows: readonly HazardRow[]): Printed {
  const { check, submission, sealed, work } = whole
  const state = stateOf(whole)
  const isCopy = state === 'decided' || (state !== 'draft' && submission === null)
  // Before the end a signature stands only under the digest of the record as it is now.
  const standing = work.signatures.filter(({ digest }) => submission !== null || digest === sealed?.digest)
  return {
    whole,
    state,
    version: check.record?.version ?? 1,
    reason: check.record?.reason ?? null,
    digest: check.record?.digest ?? sealed?.digest ?? null,
    receipt: check.receipt ?? submission?.entry.receipt ?? null,
    startedAt: startOf(whole),
    closedAt: submission?.args.submitted_at ?? check.record?.closed_at ?? null,
    lists: whole.lists.map(list => printedList(list, standingAnswers(whole, list.id))),
    grades: printedGrades(whole, listId => standingAnswers(whole, listId)),
    hazards: standingHazards(whole, rows),
    signatures: standing,
    isCopy,
    partyNote: isCopy && submission === null ? null : work.outcome.partyNote,
    signaturesElsewhere: state !== 'draft' && standing.length === 0,
  }
}

export async function loadPrinted(store: Store, checkId: string): Promise<Printed | null> {
  const whole = await loadCheck(store, checkId)
  return whole && printed(whole, await rowsOf(store, 'hazard'))
}
