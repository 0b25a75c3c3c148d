import type { Differing } from '../../src/spot-check/differences'
import type { AnswerSheetRow, ItemAnswer, Store } from '../../src/store'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { decideCommand, differencesAfter, differencesBefore, emptyRuling, keyOf, openAmong, ruled } from '../../src/spot-check/differences'
import { loadCheck } from '../../src/spot-check/file'
import { keepAnswers } from '../../src/spot-check/sheets'
import { ownAnswers } from '../../src/spot-check/supplement'
import { takeAnswer } from '../../src/spot-check/taking'
import { draftKeys } from '../../src/spot-check/work'
import { entriesOf, keep, loadDraft, saveDraft } from '../../src/store'
import { settle } from '../../src/store/outbox'
import { accepted } from '../builders'
import { aPhoneWithACheck, mine, tell } from './on-a-phone'
import { answers, check, checkId, file, plainId, scoredId } from './records'
import 'fake-indexeddb/auto'

const partner = 'person-b'
const conforming: ItemAnswer = { result: 'conforming', deduction: 0, note: '' }
const wrong: ItemAnswer = { result: 'nonconforming', deduction: 2, note: '' }

function sheet(given: AnswerSheetRow['answers'], inspector = partner, list = scoredId): AnswerSheetRow {
  return { id: `${inspector}-${list}`, spot_check_id: checkId, checklist_id: list, inspector_id: inspector, answers: given, made_at: '2026-11-20T02:30:00Z' }
}

const record = { version: 1, digest: 'ab'.repeat(32), reason: null, closed_at: '2026-11-20T03:10:00Z', result_category: 'rectify_by_date', score: '92.0' } as const
const difference = { checklist_id: scoredId, item_id: 'B1-1', inspector_id: partner, recorded: conforming, answered: wrong, decided: null }
const closedCheck = () => check({ state: 'submitted', record, differences: [difference], unrecorded_hazards: [{ hazard_id: 'h', decided: null }] })

let phone: Store

beforeEach(async () => {
  phone = await aPhoneWithACheck()
})

afterEach(async () => {
  vi.unstubAllGlobals()
  await Promise.all(['drafts', 'outbox', 'photos', 'bytes', 'rows'].map(async room => phone.db.clear(room as 'drafts')))
})

it('shows before closing where the partner answered otherwise, and nothing that only one of them answered here', () => {
  const found = differencesBefore(file(), [sheet({ 'B1-1': wrong, 'B1-2': answers['B1-2']! })], {})
  expect(found).toEqual([{ versionId: scoredId, itemId: 'B1-1', inspectorId: partner, recorded: answers['B1-1'], answered: wrong, decided: null }])
})

it('shows what the partner answered and this phone has not', () => {
  const [found] = differencesBefore(file({ sheets: {} }), [sheet({ 'P1-1': wrong }, partner, plainId)], {})
  expect(found).toMatchObject({ itemId: 'P1-1', recorded: null, answered: wrong })
})

it('remembers what was left, until the partner answers anew', () => {
  const [found] = differencesBefore(file(), [sheet({ 'B1-1': wrong })], {})
  const left = { [keyOf(found!)]: wrong }
  expect(differencesBefore(file(), [sheet({ 'B1-1': wrong })], left)[0]!.decided).toBe('left')
  expect(differencesBefore(file(), [sheet({ 'B1-1': { ...wrong, deduction: 5 } })], left)[0]!.decided).toBeNull()
})

it('takes the partner\'s answer with one tap: it is this phone\'s then, and is sent', async () => {
  await saveDraft(phone, draftKeys(checkId).sheet(scoredId), { answers, at: 'B1-2', changed: false })
  await tell([{ kind: 'answer_sheet', id: 'other', row: sheet({ 'B1-1': wrong }) }])
  const before = (await loadCheck(phone, checkId))!
  const [found] = differencesBefore(before, before.sheets, before.left)
  await takeAnswer(phone, checkId, found!)
  const after = (await loadCheck(phone, checkId))!
  expect(after.work.sheets[scoredId]).toMatchObject({ answers: { ...answers, 'B1-1': wrong }, at: 'B1-2' })
  expect(differencesBefore(after, after.sheets, after.left)).toEqual([])
  expect((await entriesOf(phone, checkId)).at(-1)!.command).toMatchObject({ name: 'spot_check.answer', args: { answers: { 'B1-1': wrong } } })
})

it('sends as a supplement, with a reason, what a partner\'s phone still holds when it finds the check closed', async () => {
  await tell([{ kind: 'spot_check', id: checkId, row: check({ lead_id: partner, state: 'submitted' }) }])
  const key = draftKeys(checkId).sheet(scoredId)
  await saveDraft(phone, key, { answers, at: 'B1-2', changed: true })
  await keepAnswers(phone, checkId)
  const [entry] = await entriesOf(phone, checkId)
  expect(entry!.command).toMatchObject({ name: 'spot_check.supplement', args: { checklist_version_id: scoredId, answers } })
  expect((entry!.command.args as { reason: string }).reason).not.toBe('')
  expect(await loadDraft(phone, key)).toMatchObject({ changed: false })
})

it('sends answers as they would have been sent on a check that was given to others', async () => {
  await saveDraft(phone, draftKeys(checkId).sheet(scoredId), { answers, at: 'B1-2', changed: true })
  await tell([{ kind: 'spot_check', id: checkId, row: check({ state: 'submitted' }) }])
  await tell([{ kind: 'spot_check', id: checkId, row: null }])
  await keepAnswers(phone, checkId)
  expect((await entriesOf(phone, checkId)).map(({ command }) => command.name)).toEqual(['spot_check.answer'])
  expect((await loadCheck(phone, checkId))!.revoked).toBe(true)
})

it('begins a correction from what this person said last', async () => {
  await tell([
    { kind: 'spot_check', id: checkId, row: closedCheck() },
    { kind: 'answer_sheet', id: 'own', row: sheet({ 'B1-1': conforming }, mine) },
  ])
  expect(ownAnswers((await loadCheck(phone, checkId))!, scoredId, mine)).toEqual({ 'B1-1': conforming })
  await keep(phone, [{ name: 'spot_check.answer', args: { spot_check_id: checkId, checklist_version_id: scoredId, answers } }])
  expect(ownAnswers((await loadCheck(phone, checkId))!, scoredId, mine)).toEqual(answers)
})

it('decides item by item with a reason, on the record that was seen', () => {
  const found = differencesAfter(closedCheck(), [])
  expect(openAmong(found)).toBe(2)
  const ruling = { ...ruled(emptyRuling, found.items, found.items[0]!, 'taken'), hazards: { h: 'left' as const } }
  expect(decideCommand(closedCheck(), found, { ...ruling, reason: '  ' }, 'now')).toBeNull()
  expect(decideCommand(closedCheck(), found, { ...emptyRuling, reason: '复核' }, 'now')).toBeNull()
  expect(decideCommand(closedCheck(), found, { ...ruling, reason: ' 复核 ' }, 'now')).toEqual({
    name: 'spot_check.decide',
    args: {
      spot_check_id: checkId,
      base_digest: record.digest,
      choices: [{ checklist_version_id: scoredId, item_id: 'B1-1', inspector_id: partner, take: true, answer: wrong }],
      hazards: [{ hazard_id: 'h', take: false }],
      reason: '复核',
      decided_at: 'now',
    },
  })
})

it('takes one answer of an item only: the other that was taken is left', () => {
  const items: Differing[] = ['b', 'c'].map((inspectorId, n) =>
    ({ versionId: scoredId, itemId: 'B1-1', inspectorId, recorded: conforming, answered: { ...wrong, deduction: n + 1 }, decided: null }))
  const first = ruled(emptyRuling, items, items[0]!, 'taken')
  expect(ruled(first, items, items[1]!, 'taken').items).toEqual({ [keyOf(items[0]!)]: 'left', [keyOf(items[1]!)]: 'taken' })
})

it('shows a decision as made from the tap on, without a network, until the record comes back anew', async () => {
  await tell([{ kind: 'spot_check', id: checkId, row: closedCheck() }])
  const found = differencesAfter(closedCheck(), [])
  const ruling = { items: { [keyOf(found.items[0]!)]: 'taken' as const }, hazards: { h: 'left' as const }, reason: '复核' }
  const [made] = await keep(phone, [decideCommand(closedCheck(), found, ruling, '2026-11-20T04:00:00Z')!])
  const waiting = differencesAfter(closedCheck(), await entriesOf(phone, checkId))
  expect(waiting).toMatchObject({ onItsWay: true, items: [{ decided: 'taken' }], hazards: [{ decided: 'left' }] })
  await settle(phone, [accepted(made!.id)])
  expect(differencesAfter(closedCheck(), await entriesOf(phone, checkId)).onItsWay).toBe(true)
  const anew = { ...closedCheck(), record: { ...record, version: 2, digest: 'cd'.repeat(32) }, differences: [] }
  expect(differencesAfter(anew, await entriesOf(phone, checkId))).toMatchObject({ onItsWay: false, items: [] })
})

it('reads rows of a server that told of no differences yet', () => {
  expect(differencesAfter(check(), [])).toEqual({ items: [], hazards: [], onItsWay: false })
})
