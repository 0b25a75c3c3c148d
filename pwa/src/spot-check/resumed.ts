/** Where one goes on with a list: from this phone's draft, or from what one last sent from another phone. */
import type { AnswerSheetRow, OutboxEntry, SpotCheckRow, Store } from '../store'
import type { HazardDraft, Outcome, Sheet, Signature, Start, Work } from './work'
import { entriesOf, loadDraft, loadDrafts, rowsOfCheck } from '../store'
import { isClosedRow } from './progress'
import { draftKeys, emptyOutcome, emptySheet } from './work'

const instant = (at: string | null | undefined) => (at ? Date.parse(at) : -Infinity)

/** When this phone last said something of a list, by its own clock; null when it never did. */
function lastSaid(entries: readonly OutboxEntry[], versionId: string): string | null {
  const said = entries.filter(({ command }) => command.name === 'spot_check.answer' && command.args.checklist_version_id === versionId)
  return said.at(-1)?.command.made_at ?? null
}

/**
 * The sheet to go on with. What the server tells stands only where nothing here is newer: no answer that waits to
 * become a command, none sent later, and none given on top of it. Nothing is sent by looking at it.
 */
export function resumed(draft: Sheet | null, told: AnswerSheetRow | null, said: string | null): Sheet {
  const isOurs = !told || draft?.changed || Math.max(instant(said), instant(draft?.told)) >= instant(told.made_at)
  if (isOurs)
    return draft ?? structuredClone(emptySheet)
  return { answers: told.answers, at: draft?.at ?? null, changed: false, told: told.made_at, ...(draft?.lots && { lots: draft.lots }) }
}

/** What the server tells of this person's own answers on a check. */
async function ownSheets(store: Store, checkId: string): Promise<AnswerSheetRow[]> {
  const rows = await rowsOfCheck(store, 'answer_sheet', checkId)
  return rows.filter(({ inspector_id }) => inspector_id === store.personId)
}

async function sheetOf(store: Store, checkId: string, versionId: string, told: readonly AnswerSheetRow[]): Promise<Sheet> {
  const draft = await loadDraft<Sheet>(store, draftKeys(checkId).sheet(versionId))
  const entries = told.length > 0 ? await entriesOf(store, checkId) : []
  return resumed(draft, told.find(row => row.checklist_id === versionId) ?? null, lastSaid(entries, versionId))
}

/** The answers on a list of an open check, as this person goes on with them. */
export async function loadSheet(store: Store, checkId: string, versionId: string): Promise<Sheet> {
  return sheetOf(store, checkId, versionId, await ownSheets(store, checkId))
}

/** Who has answers from another phone has begun there. */
function startElsewhere({ state, started_at }: SpotCheckRow, told: readonly AnswerSheetRow[]): Start | null {
  return state === 'started' && started_at && told.length > 0 ? { startedAt: new Date(started_at).toISOString(), position: null } : null
}

/** What this person goes on with; of a closed check only the drafts that are left. */
export async function loadWork(store: Store, check: SpotCheckRow): Promise<Work> {
  const keys = draftKeys(check.id)
  const told = isClosedRow(check) ? [] : await ownSheets(store, check.id)
  const sheets = await Promise.all(check.checklists.map(async versionId =>
    [versionId, await sheetOf(store, check.id, versionId, told)] as const))
  const hazardDrafts = await loadDrafts(store, keys.hazards)
  return {
    start: await loadDraft<Start>(store, keys.start) ?? startElsewhere(check, told),
    sheets: Object.fromEntries(sheets),
    outcome: await loadDraft<Outcome>(store, keys.outcome) ?? emptyOutcome,
    signatures: await loadDraft<Signature[]>(store, keys.signatures) ?? [],
    hazardDrafts: hazardDrafts.map(({ value }) => value as HazardDraft),
  }
}
