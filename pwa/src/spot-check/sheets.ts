/** Turns answers into commands: whole current answers, one for each list that has changed. */
import type { Store } from '../store'
import { keep } from '../phone'
import { entriesOf, row, StorageFull } from '../store'
import { isClosed } from './progress'
import { answerCommand } from './record'
import { draftKeys, loadWork } from './work'

/** Keeps what has changed since the last command; with a full phone it stays a draft and is tried again later. */
export async function keepAnswers(store: Store, checkId: string): Promise<void> {
  const check = await row(store, 'spot_check', checkId)
  if (!check || (check.lead_id === store.personId && isClosed(check, await entriesOf(store, checkId))))
    return
  const { sheets } = await loadWork(store, check)
  const changed = Object.entries(sheets).filter(([, sheet]) => sheet.changed)
  if (changed.length === 0)
    return
  const commands = changed.map(([versionId, sheet]) => answerCommand(checkId, versionId, sheet))
  const drafts = changed.map(([versionId, sheet]) => [draftKeys(checkId).sheet(versionId), { ...sheet, changed: false }])
  await keep(commands, Object.fromEntries(drafts)).catch((error: unknown) => {
    if (!(error instanceof StorageFull))
      throw error
  })
}
