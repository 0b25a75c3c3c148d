// @vitest-environment node
import type { NewCommand, Store } from '../../src/store'
import { expect, it } from 'vitest'
import { isGone, keep, loadDraft, row, rowsOf, saveDraft } from '../../src/store'
import { settle } from '../../src/store/outbox'
import { round } from '../../src/sync/round'
import { accepted, aHazard, aPhoto, aStart, aStore } from '../builders'
import { check, checkId, hazardRow, plainList, scoredId, scoredList } from '../spot-check/records'
import { FakeServer } from '../sync/server'
import 'fake-indexeddb/auto'

const siteId = check().site_id
const rows = [
  { kind: 'checklist', id: scoredId, row: scoredList },
  { kind: 'checklist', id: plainList.id, row: plainList },
  { kind: 'site', id: siteId, row: { id: siteId, name: '工地' } },
  { kind: 'spot_check', id: checkId, row: check() },
  { kind: 'hazard', id: 'h', row: hazardRow({ id: 'h' }) },
]
const revoked = rows.map(each => ({ ...each, row: null }))

async function pulled(store: Store, server: FakeServer, changes: typeof rows | typeof revoked) {
  server.pages = [{ changes }]
  await round(server.line(store))
}

async function aPhoneWithRows() {
  const [store, server] = [await aStore(), new FakeServer()]
  await pulled(store, server, rows)
  return { store, server }
}

it('removes all of a check that is no longer this person\'s, with what is left of its drafts', async () => {
  const { store, server } = await aPhoneWithRows()
  await saveDraft(store, `check/${checkId}/start`, {})
  await saveDraft(store, `check/${checkId}/sheet/${scoredId}`, { answers: {}, at: 'B1-1', changed: false })
  await pulled(store, server, revoked)
  for (const { kind } of rows)
    expect(await rowsOf(store, kind as 'site')).toEqual([])
  expect(await loadDraft(store, `check/${checkId}/start`)).toBeNull()
})

const work: [string, (store: Store) => Promise<unknown>][] = [
  ['changed answers', async store => saveDraft(store, `check/${checkId}/sheet/${scoredId}`, { answers: {}, at: 'B1-1', changed: true })],
  ['a hazard sheet', async store => saveDraft(store, `check/${checkId}/hazard/${scoredId}/B1-1`, {})],
  ['signatures', async store => saveDraft(store, `check/${checkId}/signatures`, [{}])],
  ['a photo', async store => aPhoto(store, checkId)],
]

it.each(work)('keeps a revoked check with its site, lists and hazards while the phone holds %s', async (_, hold) => {
  const { store, server } = await aPhoneWithRows()
  await hold(store)
  await pulled(store, server, revoked)
  expect(await row(store, 'spot_check', checkId)).not.toBeNull()
  expect(await isGone(store, 'spot_check', checkId)).toBe(true)
  for (const { kind } of rows)
    expect(await rowsOf(store, kind as 'site')).not.toEqual([])
})

it('keeps a revoked check until its last command and photo have been sent', async () => {
  const { store, server } = await aPhoneWithRows()
  const photo = await aPhoto(store, checkId)
  server.verdictOf = id => ({ ...accepted(id), verdict: 'retry' })
  const [start] = await keep(store, [aStart(checkId), aHazard(checkId, [photo]) as NewCommand])
  await pulled(store, server, revoked)
  expect(await row(store, 'spot_check', checkId)).not.toBeNull()
  await settle(store, [accepted(start!.id)])
  await round(server.line(store))
  expect(await row(store, 'spot_check', checkId)).not.toBeNull()
  server.verdictOf = accepted
  await round(server.line(store))
  expect(await row(store, 'spot_check', checkId)).toBeNull()
  expect(server.files.has(photo.rendition!.sha256)).toBe(true)
})

it('keeps a check that the server no longer tells of after a resync, as long as it holds work', async () => {
  const { store, server } = await aPhoneWithRows()
  await saveDraft(store, `check/${checkId}/hazard/${scoredId}/B1-1`, {})
  server.pages = ['resync', { changes: [] }]
  await round(server.line(store))
  expect(await isGone(store, 'spot_check', checkId)).toBe(true)
  expect(await row(store, 'checklist', scoredId)).not.toBeNull()
})

it('takes a check back that is given to the same person again', async () => {
  const { store, server } = await aPhoneWithRows()
  await saveDraft(store, `check/${checkId}/hazard/${scoredId}/B1-1`, {})
  await pulled(store, server, revoked)
  await pulled(store, server, rows)
  expect(await isGone(store, 'spot_check', checkId)).toBe(false)
})
