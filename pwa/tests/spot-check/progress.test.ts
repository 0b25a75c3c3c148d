import type { Command, OutboxEntry, PhotoPromise } from '../../src/store'
import { describe, expect, it } from 'vitest'
import { loadCheck } from '../../src/spot-check/file'
import { isClosed, needlessDrafts, photosReceived, stageOf } from '../../src/spot-check/progress'
import { closing, seal } from '../../src/spot-check/record'
import { droppedDrafts } from '../../src/spot-check/work'
import { entriesOf, keep, newId } from '../../src/store'
import { settle } from '../../src/store/outbox'
import { aStore } from '../builders'
import { allSigned, check, checkId, file, plainList, scoredList, work } from './records'
import 'fake-indexeddb/auto'

async function submitted() {
  const store = await aStore()
  const sealed = await seal(file())
  const { commands, drafts } = await closing(file({ signatures: allSigned(sealed!.digest) }), '2026-11-20T03:10:00Z')
  await keep(store, commands, drafts)
  return { store, sealed }
}

function accept(entries: OutboxEntry[], receipt: string | null = null) {
  return entries.map(({ id }) =>
    ({ id, verdict: 'accepted' as const, code: null, flags: [], details: {}, receipt }))
}

describe('a check on this phone', () => {
  it('goes from 待检 to 进行中 to 待发送 to 已回执', async () => {
    const idle = check({ state: 'assigned' })
    expect(stageOf(idle, [], work({ start: null }))).toBe('assigned')
    expect(stageOf(idle, [], work())).toBe('started')
    const { store } = await submitted()
    expect(stageOf(idle, await entriesOf(store, checkId), work())).toBe('unsent')
    await settle(store, accept(await entriesOf(store, checkId), 'SF-2026-000001'))
    expect(stageOf(idle, await entriesOf(store, checkId), work())).toBe('receipted')
  })

  it('is 被退回 when the server refused its submission', async () => {
    const { store } = await submitted()
    const entries = await entriesOf(store, checkId)
    const submit = entries.find(({ command }) => command.name === 'spot_check.submit')!
    await settle(store, [{ id: submit.id, verdict: 'refused', code: 'spot_check.not_lead', flags: [], details: {}, receipt: null }])
    expect(stageOf(check(), await entriesOf(store, checkId), work())).toBe('refused')
  })

  it('stays 待发送 until the server\'s own list names every photo', () => {
    const promise: PhotoPromise = { sha256: 'ab'.repeat(32), size: 3, media_type: 'image/jpeg', original: null, taken_at: '', source: 'camera', position: null }
    const command = { id: 'c', name: 'hazard.report', v: 1, made_at: '', seq: 1, args: { photos: [promise] } } as unknown as Command
    const entry = { id: 'c', command, state: 'accepted' } as OutboxEntry
    const closed = check({ state: 'submitted' })
    expect(photosReceived(closed, [entry])).toEqual({ done: 0, of: 1 })
    expect(stageOf(closed, [entry], work())).toBe('unsent')
    const complete = check({ state: 'submitted', received: { commands: 1, photos: [promise.sha256] } })
    expect(stageOf(complete, [entry], work())).toBe('receipted')
  })

  it('shows the signed record after it is closed, and holds no drafts any more', async () => {
    const { store, sealed } = await submitted()
    for (const [kind, row] of [['spot_check', check()], ['checklist', scoredList], ['checklist', plainList]] as const)
      await store.db.put('rows', { kind, id: row.id, row, generation: 0 })
    const whole = await loadCheck(store, checkId)
    expect(whole?.sealed).toEqual(sealed)
    expect(whole?.work.sheets).toMatchObject(Object.fromEntries(
      Object.entries(work().sheets).map(([id, { answers }]) => [id, { answers }]),
    ))
    expect(whole?.work.signatures).toHaveLength(3)
    expect(await store.db.count('drafts')).toBe(0)
  })
})

describe('the drafts of a partner', () => {
  it('are needed until the lead has submitted and everything of theirs is with the server', () => {
    const sheets = Object.fromEntries(Object.entries(work().sheets).map(([id, sheet]) => [id, { ...sheet, changed: false }]))
    const mine = { ...file({ sheets }), entries: [] }
    expect(needlessDrafts(mine)).toEqual({})
    const closed = check({ state: 'submitted' })
    expect(needlessDrafts({ ...mine, check: closed })).toEqual(droppedDrafts(closed))
    expect(needlessDrafts({ ...mine, check: closed, work: work() })).toEqual({})
    const unsent = { id: newId(), command: { name: 'spot_check.answer' }, state: 'unsent' } as unknown as OutboxEntry
    expect(needlessDrafts({ ...mine, check: closed, entries: [unsent] })).toEqual({})
    expect(isClosed(closed, [])).toBe(true)
  })
})
