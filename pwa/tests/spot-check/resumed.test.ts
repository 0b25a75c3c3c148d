import type { Sheet } from '../../src/spot-check/work'
import type { AnswerSheetRow, Store } from '../../src/store'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createApp } from 'vue'
import { loadCheck } from '../../src/spot-check/file'
import { standingAnswers } from '../../src/spot-check/printed'
import { needlessDrafts } from '../../src/spot-check/progress'
import { loadSheet } from '../../src/spot-check/resumed'
import { keepAllAnswers } from '../../src/spot-check/sheets'
import { takeAnswer } from '../../src/spot-check/taking'
import { useSheet } from '../../src/spot-check/useSheet'
import { draftKeys } from '../../src/spot-check/work'
import { entriesOf, loadDraft, saveDraft } from '../../src/store'
import { keep } from '../../src/store/outbox'
import { aPhoneWithACheck, mine, tell } from './on-a-phone'
import { answers, check, checkId, itemNamed, plainId, scoredId } from './records'
import 'fake-indexeddb/auto'

const key = draftKeys(checkId).sheet(scoredId)
const conforming = { result: 'conforming', deduction: 0, note: '' } as const
const long = { before: '2026-01-01T00:00:00Z', after: '2099-01-01T00:00:00Z' }
let phone: Store

function told(change: Partial<AnswerSheetRow> = {}) {
  const row = { id: `sheet-${change.inspector_id ?? mine}`, spot_check_id: checkId, checklist_id: scoredId, inspector_id: mine, answers, made_at: long.after, ...change }
  return { kind: 'answer_sheet', id: row.id, row }
}

/** The list as a mounted page holds it. */
async function aPage() {
  let page!: ReturnType<typeof useSheet>
  createApp({ setup: () => {
    page = useSheet(checkId, scoredId)
    return () => null
  } }).mount(document.createElement('div'))
  await vi.waitFor(() => expect(page.sheet.value).not.toBeNull())
  return page
}

beforeEach(async () => {
  phone = await aPhoneWithACheck()
})

afterEach(async () => {
  vi.unstubAllGlobals()
  await Promise.all(['drafts', 'outbox', 'rows'].map(async room => phone.db.clear(room as 'drafts')))
})

it('goes on with what the same person sent from another phone, and sends nothing by that', async () => {
  await tell([told(), { kind: 'spot_check', id: checkId, row: check({ started_at: '2026-11-20T02:00:00+00:00' }) }])
  expect((await aPage()).sheet.value).toMatchObject({ answers, changed: false })
  const { work } = (await loadCheck(phone, checkId))!
  expect(work.start?.startedAt).toBe('2026-11-20T02:00:00.000Z')
  expect(work.sheets[scoredId]?.answers).toEqual(answers)
  await keepAllAnswers(phone)
  expect(await entriesOf(phone, checkId)).toEqual([])
})

it('sends all answers together once one is added on the new phone', async () => {
  await tell([told()])
  const page = await aPage()
  page.choose(itemNamed('B1-1'), 'nonconforming')
  await page.save()
  await keepAllAnswers(phone)
  const [entry] = await entriesOf(phone, checkId)
  expect(entry?.command.args).toMatchObject({ answers: { 'B1-1': { result: 'nonconforming' }, 'B1-2': answers['B1-2'] } })
  // Whatever the clocks say, the older sheet does not come back over what was tapped on top of it.
  expect((await loadSheet(phone, checkId, scoredId)).answers['B1-1']?.result).toBe('nonconforming')
})

it('never shows a pulled sheet over a draft that waits to be sent, nor over what this phone said later', async () => {
  const own: Sheet = { answers: { 'B1-1': conforming }, at: 'B1-1', changed: true }
  await saveDraft(phone, key, own)
  await tell([told()])
  expect(await loadSheet(phone, checkId, scoredId)).toEqual(own)

  const args = { spot_check_id: checkId, checklist_version_id: scoredId, answers: own.answers }
  await keep(phone, [{ name: 'spot_check.answer', args }], { [key]: { ...own, changed: false } })
  await tell([told({ made_at: long.before })])
  expect((await loadSheet(phone, checkId, scoredId)).answers).toEqual(own.answers)
})

it('shows what the other phone sent after this one', async () => {
  await saveDraft(phone, key, { answers: { 'B1-1': conforming }, at: 'B1-1', changed: false })
  await tell([told()])
  expect(await loadSheet(phone, checkId, scoredId)).toMatchObject({ answers, at: 'B1-1' })
})

it('never goes on with a partner\'s answers', async () => {
  await tell([told({ inspector_id: 'person-b' })])
  expect((await loadSheet(phone, checkId, scoredId)).answers).toEqual({})
})

it('takes a partner\'s answer into what was answered on another phone', async () => {
  await tell([told()])
  await takeAnswer(phone, checkId, { versionId: scoredId, itemId: 'B1-1', inspectorId: 'person-b', recorded: null, answered: conforming, decided: null })
  expect((await loadDraft<Sheet>(phone, key))?.answers).toEqual({ ...answers, 'B1-1': conforming })
})

it('shows the record of a closed check, and leaves no drafts to clear away again and again', async () => {
  const record = { version: 1, digest: 'ab', reason: null, closed_at: long.before, result_category: 'no_problem' as const, score: null }
  await tell([told(), { kind: 'spot_check', id: checkId, row: check({ state: 'complete', record, started_at: long.before }) }])
  const whole = (await loadCheck(phone, checkId))!
  expect(standingAnswers(whole, scoredId)).toEqual(answers)
  expect(standingAnswers(whole, plainId)).toEqual({})
  expect(needlessDrafts(whole)).toEqual({})
})
