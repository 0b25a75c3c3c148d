// @vitest-environment node
import { expect, it } from 'vitest'
import { adviceFor } from '../../src/account/advice'
import { readUnsent } from '../../src/account/unsent'
import { recheckCommand } from '../../src/hazards/recheck'
import { entriesOf, keep, newId } from '../../src/store'
import { applyPull, readPlace } from '../../src/store/mirror'
import { settle } from '../../src/store/outbox'
import { accepted, aHazard, anAnswer, aPhoto, aStart, aStore, refused } from '../builders'
import 'fake-indexeddb/auto'

it('lists what is unsent check by check, the oldest first, with its photos', async () => {
  const [store, one, two] = [await aStore(), newId(), newId()]
  await keep(store, [aStart(one)])
  await new Promise(resolve => setTimeout(resolve, 5))
  await keep(store, [aStart(two)])
  await keep(store, [aHazard(one, [await aPhoto(store, one)])])
  const found = await readUnsent(store)
  expect(found.map(({ checkId, commands, photos }) => ({ checkId, commands, photos }))).toEqual([
    { checkId: one, commands: ['spot_check.start', 'hazard.report'], photos: 1 },
    { checkId: two, commands: ['spot_check.start'], photos: 0 },
  ])
})

it('names the site of a re-check by its hazard, for who was never sent to the check', async () => {
  const [store, checkId] = [await aStore(), newId()]
  const row = { id: 'hazard-1', spot_check_id: checkId, site_id: 'site-1', number: 'H-1' }
  const changes = [{ kind: 'hazard', id: row.id, row }, { kind: 'site', id: 'site-1', row: { id: 'site-1', name: '西坡中学体育馆' } }]
  await applyPull(store, { changes, cursor: '1', more: false, server_time: '', epoch: '' }, await readPlace(store))
  await keep(store, [recheckCommand(row, { result: 'passed', note: '', photoIds: [] }, [], new Date().toISOString())])
  expect(await readUnsent(store)).toMatchObject([{ site: '西坡中学体育馆', number: 'H-1', path: '/hazards/hazard-1' }])
})

it('says what to do about what was refused or flagged', async () => {
  const [store, checkId] = [await aStore(), newId()]
  const [start, answer, hazard] = await keep(store, [aStart(checkId), anAnswer(checkId), aHazard(checkId, [])])
  await settle(store, [
    refused(start!.id, 'spot_check.unknown'),
    accepted(answer!.id, { flags: ['spot_check.already_submitted'] }),
    refused(hazard!.id, 'item.unknown'),
  ])
  expect((await entriesOf(store, checkId)).map(adviceFor)).toEqual(['adviceAgain', 'adviceSupplement', 'adviceCorrect'])
})
