import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { dutyOf, inOrder, isMine, loadMade, mayRecheck, recheckCommand } from '../../src/hazards/recheck'
import { keep, store } from '../../src/phone'
import { strayPhotos } from '../../src/spot-check/stray'
import { draftKeys } from '../../src/spot-check/work'
import { entriesOf, newId, photosOf, saveDraft } from '../../src/store'
import { aPhoto } from '../builders'
import { aPhoneOffline, mine } from '../spot-check/on-a-phone'
import { check, checkId, hazardRow } from '../spot-check/records'
import 'fake-indexeddb/auto'

beforeEach(async () => {
  await aPhoneOffline(newId())
})
afterEach(() => vi.unstubAllGlobals())

it('asks for what was replied to, and for what is overdue without a reply', () => {
  const due_on = '2026-11-20'
  expect(dutyOf({ state: 'replied', due_on }, '2026-11-01')).toBe('replied')
  expect(dutyOf({ state: 'confirmed', due_on }, '2026-11-20')).toBeNull()
  expect(dutyOf({ state: 'confirmed', due_on }, '2026-11-21')).toBe('overdue')
  expect(dutyOf({ state: 'returned', due_on }, '2026-11-21')).toBe('overdue')
  expect(dutyOf({ state: 'reported', due_on }, '2026-12-01')).toBeNull()
  expect(dutyOf({ state: 'verified', due_on }, '2026-12-01')).toBeNull()
})

it('puts replies first, then what is overdue, the longest on top', () => {
  const overdue = hazardRow({ id: 'b', state: 'confirmed', due_on: '2026-11-10' })
  const older = hazardRow({ id: 'c', state: 'returned', due_on: '2026-11-01' })
  const replied = hazardRow({ id: 'a', state: 'replied', due_on: '2026-12-30' })
  const rest = hazardRow({ id: 'd', state: 'verified', due_on: '2026-10-01' })
  expect(inOrder([rest, overdue, replied, older], '2026-11-20').map(({ id }) => id)).toEqual(['a', 'c', 'b', 'd'])
})

it('is for whoever was named, or else for the inspectors of the check', () => {
  expect(isMine(hazardRow(), check(), mine)).toBe(true)
  expect(isMine(hazardRow(), check(), 'somebody')).toBe(false)
  expect(isMine(hazardRow({ recheckers: [{ id: 'somebody', name: '丙' }] }), check(), mine)).toBe(false)
  expect(isMine(hazardRow({ recheckers: [{ id: 'somebody', name: '丙' }] }), undefined, 'somebody')).toBe(true)
})

it('can be recorded only between confirmation and closing', () => {
  expect((['reported', 'confirmed', 'replied', 'returned', 'verified', 'closed'] as const).map(state => mayRecheck({ state })))
    .toEqual([false, true, true, true, true, false])
})

it('is kept without a network, with its photos, and shown as made until the server has it', async () => {
  const hazard = hazardRow({ state: 'replied' })
  const photo = await aPhoto(store(), checkId)
  const draft = { result: 'failed' as const, note: ' 锁已装，标识仍缺 ', photoIds: [photo.id] }
  await keep([recheckCommand(hazard, draft, [photo], '2026-11-20T02:00:00Z')], { [draftKeys(checkId).recheck(hazard.id)]: null })

  const [entry] = await entriesOf(store(), checkId)
  expect(entry?.command).toMatchObject({ name: 'hazard.recheck', args: { hazard_id: hazard.id, result: 'failed', note: '锁已装，标识仍缺' } })
  const [kept] = await photosOf(store(), checkId)
  expect(kept?.promisedBy).toBe(entry?.id)
  expect((await loadMade(store())).get(hazard.id)).toEqual({ result: 'failed', state: 'unsent' })
})

it('takes back a photo whose page was killed, and none that another draft holds', async () => {
  const [stray, ofRecheck, ofHazard] = await Promise.all([aPhoto(store(), checkId), aPhoto(store(), checkId), aPhoto(store(), checkId)])
  const signature = await aPhoto(store(), checkId)
  await saveDraft(store(), draftKeys(checkId).recheck('h'), { result: null, note: '', photoIds: [ofRecheck.id] })
  await saveDraft(store(), draftKeys(checkId).hazard('v', 'i'), { photoIds: [ofHazard.id] })
  await saveDraft(store(), draftKeys(checkId).signatures, [{ photoId: signature.id }])
  await saveDraft(store(), draftKeys(checkId).start, { startedAt: '2026-11-20T02:00:00Z', position: null })
  expect(await strayPhotos(checkId)).toEqual([stray.id])
})
