import type { ChecklistItem, Given } from '../checklists'
import type { Result } from '../scoring'
import type { ItemAnswer } from '../store'
import type { Sheet } from './work'
import { onMounted, onScopeDispose, shallowRef } from 'vue'
import { useLeaving } from '../parts/leaving'
import { painted } from '../parts/painted'
import { steady } from '../parts/steady'
import { store } from '../phone'
import { saveDraft } from '../store'
import { coalesced, resting } from '../sync/once'
import { answerGiven, answerWith, deductionOf } from './answering'
import { loadSheet } from './resumed'
import { draftKeys, emptySheet } from './work'

/**
 * Another tab of the same person may answer the same list: ours must not write over its answers. What this tab itself
 * writes among the drafts is what it shows already, and a long sheet takes longer to read back than to answer.
 */
function useChanges(read: () => Promise<void>) {
  let isOver = false
  const readAgain = coalesced(resting(async () => (isOver ? undefined : read())))
  const forget = store().onChange((rooms, isElsewhere) => {
    if (isElsewhere || rooms?.some(room => room !== 'drafts') !== false)
      void readAgain()
  })
  onScopeDispose(() => {
    isOver = true
    forget()
  })
}

/** A sheet and its draft on the phone: each edit is saved at once, and what another tab saves is read. */
function useSheetDraft(checkId: string, versionId: string) {
  const key = draftKeys(checkId).sheet(versionId)
  // Only ever replaced: six hundred answers behind proxies would be slow to read.
  const sheet = shallowRef<Sheet | null>(null)
  let edits = 0
  let savedEdits = 0

  async function writeDown() {
    const upTo = edits
    // A sheet that was only looked at is no draft; and what a save under way has written is not written again.
    if (savedEdits < upTo && sheet.value?.at)
      await saveDraft(store(), key, sheet.value)
    savedEdits = upTo
  }

  const save = coalesced(async () => {
    // What was tapped is on the screen first; a long sheet takes a while to write down.
    await painted()
    await writeDown()
  })

  async function read() {
    const before = edits
    const kept = await loadSheet(store(), checkId, versionId)
    // What was tapped meanwhile is newer than what was read.
    if (edits === before && savedEdits === before)
      sheet.value = steady(sheet.value, kept)
  }

  function edit(change: Partial<Sheet>) {
    edits += 1
    sheet.value = { ...(sheet.value ?? structuredClone(emptySheet)), ...change }
    void save()
  }

  onMounted(read)
  useChanges(read)
  useLeaving(() => void writeDown())
  return { sheet, save, edit }
}

/** The answers on one list while they are being given; each change is a draft on the phone at once. */
export function useSheet(checkId: string, versionId: string) {
  const { sheet, save, edit } = useSheetDraft(checkId, versionId)
  const before = (itemId: string) => sheet.value?.answers[itemId]

  function put(itemId: string, answer: ItemAnswer | null) {
    const answers = { ...sheet.value?.answers }
    if (answer)
      answers[itemId] = answer
    else
      delete answers[itemId]
    edit({ answers, at: itemId, changed: true })
  }

  function change(itemId: string, changed: (answer: ItemAnswer) => ItemAnswer) {
    const answer = before(itemId)
    if (answer)
      put(itemId, changed(answer))
  }

  return {
    sheet,
    /** Resolves when the latest draft is on the phone. */
    save,
    moveTo: (itemId: string) => edit({ at: itemId }),
    choose: (item: ChecklistItem, result: Result) => put(item.id, answerWith(item, before(item.id), result)),
    /** Finds all of these in order, in one step. */
    chooseAll: (items: readonly ChecklistItem[]) => {
      const found = items.map(item => [item.id, answerWith(item, before(item.id), 'conforming')])
      edit({ answers: { ...sheet.value?.answers, ...Object.fromEntries(found) }, at: items.at(-1)?.id ?? null, changed: true })
    },
    deduct: (itemId: string, deduction: number) => change(itemId, answer => deductionOf(answer, deduction)),
    /** What was typed or chosen; nothing takes the answer away. */
    give: (item: ChecklistItem, given: Given | null) => put(item.id, given && answerGiven(item, before(item.id), given)),
    write: (itemId: string, note: string) => change(itemId, answer => ({ ...answer, note })),
  }
}
