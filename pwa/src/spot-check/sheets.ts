/** Turns answers into commands: whole current answers, one for each list that has changed. */
import type { FromKept, Store } from '../store'
import type { Sheet } from './work'
import { keep } from '../phone'
import { entriesOf, isGone, loadDrafts, photosOf, row, StorageFull } from '../store'
import { submissionIn } from './known'
import { isClosedRow } from './progress'
import { answerCommand } from './record'
import { supplementCommand } from './supplement'
import { checkDrafts, checkIdIn, draftKeys } from './work'

/** Why answers come after the record was closed; it stands in the office's own language. */
const late = '离线记录，提交后送达'

/**
 * What answers become now. Those of whom has closed the record here are closed with it; who finds it closed by
 * another phone sends a supplement. On a check that was given to others they go out as they would have.
 */
async function formOf(store: Store, checkId: string): Promise<typeof answerCommand | null> {
  if (submissionIn(await entriesOf(store, checkId)))
    return null
  const check = await row(store, 'spot_check', checkId)
  const isOver = check !== null && isClosedRow(check) && !await isGone(store, 'spot_check', checkId)
  return isOver ? (id, versionId, { answers }, photos) => supplementCommand({ checkId: id, versionId, answers, reason: late }, photos) : answerCommand
}

async function changedSheets(store: Store, checkId: string) {
  const prefix = draftKeys(checkId).sheets
  const drafts = await loadDrafts(store, prefix)
  const sheets = drafts.map(({ key, value, savedAt }) => ({ key, savedAt, versionId: key.slice(prefix.length), sheet: value as Sheet }))
  return sheets.filter(({ sheet }) => sheet.changed)
}

/** An answer that another tab has given since the sheet was read has not become a command yet. */
function asTold({ sheet, savedAt }: { sheet: Sheet, savedAt: string }): FromKept {
  return kept => (kept && kept.savedAt > savedAt ? kept : { value: { ...sheet, changed: false }, savedAt })
}

/** Keeps what has changed since the last command; with a full phone it stays a draft and is tried again later. */
export async function keepAnswers(store: Store, checkId: string): Promise<void> {
  const changed = await changedSheets(store, checkId)
  const form = changed.length > 0 ? await formOf(store, checkId) : null
  if (!form)
    return
  const photos = await photosOf(store, checkId)
  const commands = changed.map(({ versionId, sheet }) => form(checkId, versionId, sheet, photos))
  const drafts = changed.map(({ key, ...read }) => [key, asTold(read)])
  await keep(commands, Object.fromEntries(drafts)).catch((error: unknown) => {
    if (!(error instanceof StorageFull))
      throw error
  })
}

/** Does so for every check: a page that was killed left its answers behind as drafts. */
export async function keepAllAnswers(store: Store): Promise<void> {
  const drafts = await loadDrafts(store, checkDrafts)
  const changed = drafts.filter(({ key, value }) => key.startsWith(draftKeys(checkIdIn(key)).sheets) && (value as Sheet).changed)
  const checkIds = new Set(changed.map(({ key }) => checkIdIn(key)))
  for (const checkId of checkIds)
    await keepAnswers(store, checkId)
}
