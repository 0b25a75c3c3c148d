/** Turns answers into commands: whole current answers, one for each list that has changed. */
import type { Store } from '../store'
import type { Sheet } from './work'
import { keep } from '../phone'
import { entriesOf, loadDrafts, row, StorageFull } from '../store'
import { isClosed } from './progress'
import { answerCommand } from './record'
import { checkDrafts, checkIdIn, draftKeys } from './work'

// The lead's answers are closed with the record; a partner's still go out as a supplement, and so do
// those on a check that was given to others meanwhile and is no longer among the rows.
async function isOver(store: Store, checkId: string): Promise<boolean> {
  const check = await row(store, 'spot_check', checkId)
  return check !== null && check.lead_id === store.personId && isClosed(check, await entriesOf(store, checkId))
}

async function changedSheets(store: Store, checkId: string) {
  const prefix = draftKeys(checkId).sheets
  const drafts = await loadDrafts(store, prefix)
  const sheets = drafts.map(({ key, value }) => ({ key, versionId: key.slice(prefix.length), sheet: value as Sheet }))
  return sheets.filter(({ sheet }) => sheet.changed)
}

/** Keeps what has changed since the last command; with a full phone it stays a draft and is tried again later. */
export async function keepAnswers(store: Store, checkId: string): Promise<void> {
  const changed = await changedSheets(store, checkId)
  if (changed.length === 0 || await isOver(store, checkId))
    return
  const commands = changed.map(({ versionId, sheet }) => answerCommand(checkId, versionId, sheet))
  const drafts = changed.map(({ key, sheet }) => [key, { ...sheet, changed: false }])
  await keep(commands, Object.fromEntries(drafts)).catch((error: unknown) => {
    if (!(error instanceof StorageFull))
      throw error
  })
}

/** Does so for every check: a page that was killed left its answers behind as drafts. */
export async function keepAllAnswers(store: Store): Promise<void> {
  const drafts = await loadDrafts(store, checkDrafts)
  const checkIds = new Set(drafts.map(({ key }) => checkIdIn(key)))
  for (const checkId of checkIds)
    await keepAnswers(store, checkId)
}
