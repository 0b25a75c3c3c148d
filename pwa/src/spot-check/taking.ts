/** Takes a partner's answer into this phone's own, as if it had been tapped here. */
import type { Store } from '../store'
import type { Differing } from './differences'
import type { Sheet } from './work'
import { saveDraft } from '../store'
import { loadSheet } from './resumed'
import { keepAnswers } from './sheets'
import { draftKeys } from './work'

export async function takeAnswer(store: Store, checkId: string, { versionId, itemId, answered }: Differing): Promise<void> {
  if (!answered)
    return
  const key = draftKeys(checkId).sheet(versionId)
  const sheet = await loadSheet(store, checkId, versionId)
  await saveDraft(store, key, { ...sheet, answers: { ...sheet.answers, [itemId]: answered }, changed: true } satisfies Sheet)
  await keepAnswers(store, checkId)
}
