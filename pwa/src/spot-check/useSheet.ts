import type { Result } from '../scoring'
import type { ItemAnswer } from '../store'
import type { Sheet } from './work'
import { onMounted, ref, toRaw } from 'vue'
import { store } from '../phone'
import { loadDraft, saveDraft } from '../store'
import { coalesced } from '../sync/once'
import { answerWith } from './record'
import { draftKeys, emptySheet } from './work'

/** The answers on one list while they are being given; each change is a draft on the phone at once. */
export function useSheet(checkId: string, versionId: string, scored: () => boolean) {
  const key = draftKeys(checkId).sheet(versionId)
  const sheet = ref<Sheet | null>(null)
  // A sheet that was only looked at is no draft.
  const save = coalesced(async () => (sheet.value?.at ? saveDraft(store(), key, toRaw(sheet.value)) : null))

  onMounted(async () => {
    sheet.value = await loadDraft<Sheet>(store(), key) ?? structuredClone(emptySheet)
  })

  function put(itemId: string, answer: ItemAnswer) {
    const answers = { ...sheet.value?.answers, [itemId]: answer }
    sheet.value = { answers, at: itemId, changed: true }
    void save()
  }

  function change(itemId: string, part: Partial<ItemAnswer>) {
    const before = sheet.value?.answers[itemId]
    if (before)
      put(itemId, { ...before, ...part })
  }

  return {
    sheet,
    /** Resolves when the latest draft is on the phone. */
    save,
    moveTo(itemId: string) {
      Object.assign(sheet.value ?? {}, { at: itemId })
      void save()
    },
    choose: (itemId: string, result: Result) =>
      put(itemId, answerWith(sheet.value?.answers[itemId], result, scored())),
    deduct: (itemId: string, deduction: number) => change(itemId, { deduction }),
    write: (itemId: string, note: string) => change(itemId, { note }),
  }
}
