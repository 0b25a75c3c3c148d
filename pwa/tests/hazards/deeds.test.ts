import { afterEach, describe, expect, it, vi } from 'vitest'
import { actOnAll, deedsFor, isSaid, mainDeed } from '../../src/hazards/deeds'
import { linesOf } from '../../src/hazards/history'
import { allOrNone, nothing, onlyShown, toggled } from '../../src/hazards/selection'

const said = { note: '', reason: '', due_on: '', inspector_ids: [] }
afterEach(() => vi.unstubAllGlobals())

describe('what may be done with a hazard', () => {
  it.each([
    ['reported', 'confirm', ['confirm', 'assign']],
    ['confirmed', null, ['assign', 'extend']],
    ['returned', null, ['assign', 'extend']],
    ['replied', 'verify', ['verify', 'return', 'assign', 'extend']],
    ['verified', 'close', ['close', 'return', 'assign', 'extend']],
    ['closed', null, []],
  ] as const)('%s waits for %s', (state, main, all) => {
    expect(mainDeed(state)).toBe(main)
    expect(deedsFor(state)).toEqual(all)
  })

  it('needs a reason to send back, a day and a reason to extend, somebody to assign, and nothing to confirm', () => {
    expect(isSaid('confirm', said)).toBe(true)
    expect(isSaid('return', said)).toBe(false)
    expect(isSaid('return', { ...said, reason: '照片不清' })).toBe(true)
    expect(isSaid('extend', { ...said, due_on: '2026-12-01' })).toBe(false)
    expect(isSaid('assign', { ...said, inspector_ids: ['a'] })).toBe(true)
  })

  it('is sent for a hundred at once, with what belongs to the deed and nothing else', async () => {
    const sent: { deed: string, hazard_ids: string[] }[] = []
    vi.stubGlobal('fetch', async (request: Request) => {
      const asked = await request.json() as { deed: string, hazard_ids: string[] }
      sent.push(asked)
      const results = asked.hazard_ids.map(id => ({ id, done: id !== '3', code: id === '3' ? 'hazard.is_closed' : null }))
      return new Response(JSON.stringify({ results }), { headers: { 'Content-Type': 'application/json' } })
    })
    const ids = Array.from({ length: 130 }, (_, n) => String(n))
    const results = await actOnAll('return', ids, { ...said, reason: '照片不清', note: '不相干' })
    expect(sent.map(({ hazard_ids }) => hazard_ids.length)).toEqual([100, 30])
    expect(sent[0]).toEqual({ deed: 'return', hazard_ids: ids.slice(0, 100), reason: '照片不清' })
    expect(results).toHaveLength(130)
    expect(results.filter(({ done }) => !done)).toEqual([{ id: '3', done: false, code: 'hazard.is_closed' }])
  })
})

describe('several at once', () => {
  it('are taken one by one, all together, and let go when they leave the list', () => {
    const two = toggled(toggled(nothing, 'a'), 'b')
    expect([...two]).toEqual(['a', 'b'])
    expect([...toggled(two, 'a')]).toEqual(['b'])
    expect([...allOrNone(two, ['a', 'b', 'c'])]).toEqual(['a', 'b', 'c'])
    expect([...allOrNone(two, ['a', 'b'])]).toEqual([])
    expect([...onlyShown(two, ['b', 'c'])]).toEqual(['b'])
  })
})

describe('the history of a hazard', () => {
  const step = { id: '1', state: 'confirmed' as const, by: '周敏', note: '', due_from: null, due_on: null, due_from_provisional: false, due_on_provisional: false, inspectors: [], result: null, rechecked_at: null, photos: [], is_major: null, edition: null, item_id: null }

  it('tells each deed once, with what belongs to it, and the light between', () => {
    const lines = linesOf({
      timeline: [
        { at: '2026-11-01T01:00:00Z', fact: 'hazard.reported', by: '王磊', note: '' },
        { at: '2026-11-02T01:00:00Z', fact: 'hazard.confirmed', by: '周敏', note: '' },
        { at: '2026-11-05T01:00:00Z', fact: 'hazard.extended', by: '周敏', note: '材料未到' },
      ],
      steps: [{ ...step, step: 'extended', at: '2026-11-05T01:00:00Z', note: '材料未到', due_from: '2026-11-06', due_on: '2027-01-13', due_on_provisional: true }],
      light_history: [{ at: '2026-11-04T01:00:00Z', from: 'green', to: 'amber', reason: 'due_soon', rule: 'd4/1', due_on: '2026-11-06' }],
    })
    expect(lines.map(({ what, about }) => `${what} | ${about}`)).toEqual([
      '现场登记 | 王磊',
      '确认，进入整改 | 周敏',
      '转为提醒 | 三日内到期 · 规则 d4/1',
      '延期 | 周敏 · 2026-11-06 → 2027-01-13（暂定） · 材料未到',
    ])
  })
})
