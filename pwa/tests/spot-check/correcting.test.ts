import type { NewCommand, Store } from '../../src/store'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createApp } from 'vue'
import { stageOf } from '../../src/spot-check/progress'
import { loadWork } from '../../src/spot-check/resumed'
import { today } from '../../src/spot-check/today'
import { useHazardDraft } from '../../src/spot-check/useHazardDraft'
import { draftKeys } from '../../src/spot-check/work'
import { entriesIn, entriesOf, keep, loadDraft, photosOf, promiseOf } from '../../src/store'
import { writeMeta } from '../../src/store/meta'
import { settle } from '../../src/store/outbox'
import { aHazard, aPhoto, refused } from '../builders'
import { aPhoneWithACheck } from './on-a-phone'
import { check, checkId } from './records'
import 'fake-indexeddb/auto'

let phone: Store

beforeEach(async () => {
  phone = await aPhoneWithACheck()
})

afterEach(async () => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
  await Promise.all(['drafts', 'outbox', 'photos', 'bytes', 'meta'].map(async room => phone.db.clear(room as 'drafts')))
})

async function aRefusedHazard() {
  const report = aHazard(checkId, [await aPhoto(phone, checkId)]) as NewCommand & { name: 'hazard.report' }
  const [command] = await keep(phone, [report])
  await settle(phone, [refused(command!.id, 'party.unknown')])
  return { report, refusedId: command!.id }
}

async function theSheet(report: NewCommand & { name: 'hazard.report' }, refusedId: string) {
  const { checklist_version_id: versionId, item_id: itemId } = report.args
  let sheet!: ReturnType<typeof useHazardDraft>
  createApp({ setup: () => {
    sheet = useHazardDraft({ checkId, versionId, itemId, refusedId })
    return () => null
  } }).mount(document.createElement('div'))
  await vi.waitFor(() => expect(sheet.isLoaded.value).toBe(true))
  return sheet
}

it('corrects a refused hazard in its sheet, photos and all, as a new command', async () => {
  const { report, refusedId } = await aRefusedHazard()
  const sheet = await theSheet(report, refusedId)
  expect(sheet.draft.value).toMatchObject({ hazardId: report.args.hazard_id, description: report.args.description })
  sheet.draft.value.partyId = 'another'
  await sheet.report()
  const [corrected, made] = await entriesOf(phone, checkId)
  expect(corrected).toMatchObject({ id: refusedId, state: 'corrected', correctedBy: made?.id })
  expect(made?.command.args).toEqual({ ...report.args, party_id: 'another' })
  expect(await loadDraft(phone, draftKeys(checkId).correction(refusedId))).toBeNull()
})

it('reports with every photo that is on the phone at that moment, whatever the page has seen of it', async () => {
  const { report, refusedId } = await aRefusedHazard()
  const sheet = await theSheet(report, refusedId)
  const late = await aPhoto(phone, checkId)
  sheet.draft.value.photoIds.push(late.id)
  await sheet.report()
  const [, made] = await entriesOf(phone, checkId)
  expect((made!.command.args as typeof report.args).photos).toEqual([...report.args.photos, promiseOf(late)])
})

it('takes what was written in a second tab for a finding of its own, once the first has reported the same draft', async () => {
  const { report, refusedId } = await aRefusedHazard()
  const sheet = await theSheet(report, refusedId)
  await keep(phone, [{ ...report, args: { ...report.args, description: '另一页所写' } }])
  await sheet.report()
  const [first, second] = await entriesIn(phone, 'unsent')
  expect(first!.command.args).toMatchObject({ hazard_id: report.args.hazard_id, description: '另一页所写' })
  expect(second!.command.args).toMatchObject({ description: report.args.description })
  expect(second!.command.args).not.toMatchObject({ hazard_id: report.args.hazard_id })
})

it('keeps a refused hazard and its photos when the correction is given up', async () => {
  const { report, refusedId } = await aRefusedHazard()
  const sheet = await theSheet(report, refusedId)
  await sheet.discard()
  expect(await photosOf(phone, checkId)).toHaveLength(1)
  expect(await entriesIn(phone, 'refused')).toHaveLength(1)
})

it('calls a submitted check receipted only when nothing of it was refused', async () => {
  await aRefusedHazard()
  const submitted = check({ state: 'submitted' })
  const entries = await entriesOf(phone, checkId)
  expect(stageOf(submitted, entries, await loadWork(phone, submitted))).toBe('refused')
})

it('counts days by the server\'s clock when the phone\'s is a day off', async () => {
  vi.useFakeTimers({ now: new Date('2026-11-19T02:00:00Z'), toFake: ['Date'] })
  await writeMeta(phone, 'clockOffset', 86_400_000)
  await vi.waitFor(() => expect(today()).toBe('2026-11-20'))
})
