import type { ShallowRef } from 'vue'
import type { ChecklistItem, Given } from '../checklists'
import type { Result } from '../scoring'
import type { ItemAnswer, Store } from '../store'
import type { Lots } from './useLot'
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
import { provideLots } from './useLot'
import { draftKeys, emptySheet } from './work'

/**
 * Another tab of the same person may answer the same list: ours must not write over its answers. What this tab itself
 * writes among the drafts is what it shows already, and a long sheet takes longer to read back than to answer.
 */
function useChanges(mine: Store, read: () => Promise<void>) {
  let isOver = false
  const readAgain = coalesced(resting(async () => (isOver || mine.overtaken || mine.closed ? undefined : read())))
  const forget = mine.onChange((rooms, isElsewhere) => {
    if (isElsewhere || rooms?.some(room => room !== 'drafts') !== false)
      void readAgain()
  })
  onScopeDispose(() => {
    isOver = true
    forget()
  })
}

/** A sheet and its draft on the phone: each edit is saved at once, and what another tab saves is read. */
function useSheetDraft(mine: Store, checkId: string, versionId: string) {
  const key = draftKeys(checkId).sheet(versionId)
  // Only ever replaced: six hundred answers behind proxies would be slow to read.
  const sheet = shallowRef<Sheet | null>(null)
  let [edits, begun] = [0, 0]
  let writing: Promise<unknown> = Promise.resolve()

  async function writeDown() {
    // A sheet that was only looked at is no draft; and what is being written is not written again.
    if (begun < edits && sheet.value?.at)
      writing = saveDraft(mine, key, sheet.value)
    begun = edits
    await writing
  }

  // What was tapped is on the screen first; a long sheet takes a while to write down.
  const save = coalesced(async () => painted().then(writeDown))

  async function read() {
    // What still waits for its frame would be read as it was before it.
    while (begun < edits)
      await writeDown()
    const before = edits
    const kept = await loadSheet(mine, checkId, versionId)
    // What was tapped meanwhile is newer than what was read.
    if (edits === before)
      sheet.value = steady(sheet.value, kept)
  }

  function edit(change: Partial<Sheet>) {
    edits += 1
    sheet.value = { ...(sheet.value ?? structuredClone(emptySheet)), ...change }
    void save()
  }

  onMounted(read)
  useChanges(mine, read)
  useLeaving(() => void writeDown())
  return { sheet, save, edit }
}

/** Keeps the totals that the fields of lots below ask to keep; answers how. */
function useLots(sheet: Readonly<ShallowRef<Sheet | null>>, edit: (change: Partial<Sheet>) => void): Lots['keep'] {
  const keep: Lots['keep'] = (itemId, total) => {
    const { [itemId]: _, ...others } = sheet.value?.lots ?? {}
    edit({ lots: total === undefined ? others : { ...others, [itemId]: total }, at: itemId })
  }
  provideLots({ of: itemId => sheet.value?.lots?.[itemId], keep })
  return keep
}

/** The answers of a sheet, one by one. */
function useAnswers(sheet: Readonly<ShallowRef<Sheet | null>>, edit: (change: Partial<Sheet>) => void) {
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

  return { before, put, change }
}

/** The answers on one list while they are being given; each change is a draft on the phone at once. */
export function useSheet(checkId: string, versionId: string) {
  // Also of a page that is left because another person signs in: what it still says is its own person's.
  const { sheet, save, edit } = useSheetDraft(store(), checkId, versionId)
  const { before, put, change } = useAnswers(sheet, edit)
  const keepLot = useLots(sheet, edit)

  function give(item: ChecklistItem, given: Given | null) {
    const total = before(item.id)?.given?.lot
    put(item.id, given && answerGiven(item, before(item.id), given))
    // Who takes the last reading of a lot back has still counted the lot.
    if (!given && total !== undefined)
      keepLot(item.id, total)
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
    give,
    write: (itemId: string, note: string) => change(itemId, answer => ({ ...answer, note })),
  }
}
