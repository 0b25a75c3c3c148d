import type { Draw } from '../../src/draws/plans'
import { describe, expect, it } from 'vitest'
import { standing, whyEmpty } from '../../src/draws/result'

type Change = Draw['changes'][number]

const change: Change = { number: 1, kind: 'object', object_id: 'A1', slot: null, reason: 'finished', note: null, at: '2026-11-20T00:00:00Z', before: null, now: null, new_object_id: 'A2' }
const seat: Change = { ...change, number: 2, kind: 'seat', object_id: 'A2', slot: 1, reason: 'recusal', new_object_id: null }
const unfilled = [{ object_id: 'A1', slot: 0, reach: ['Z1'] }]

describe('why a seat is empty', () => {
  it('is told by the draw, by a redraw or by a replacement', () => {
    const why = (changes: Change[], id: string, slot: number) => whyEmpty({ unfilled, changes }, id, slot)
    expect(why([], 'A1', 0)).toContain('Z1')
    expect(why([change], 'A2', 0)).toBe('替换时没有可以派出的人员')
    expect(why([change, seat], 'A2', 1)).toBe('重抽时没有可以接替的人员')
    expect(why([change, seat], 'A2', 0)).toBe('替换时没有可以派出的人员')
  })
})

describe('what is to be checked', () => {
  it('is not what was replaced', () => {
    const line = (object_id: string, replaced: boolean) => ({ object_id, replaced }) as Draw['drawn'][number]
    expect(standing([line('A1', true), line('A2', false)]).map(each => each.object_id)).toEqual(['A2'])
  })
})
