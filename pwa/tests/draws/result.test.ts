import type { Draw } from '../../src/draws/plans'
import { describe, expect, it } from 'vitest'
import { emptiedBy, standing } from '../../src/draws/result'

type Change = Draw['changes'][number]

const change: Change = { number: 1, kind: 'object', object_id: 'A1', slot: null, reason: 'finished', note: null, at: '2026-11-20T00:00:00Z', before: null, now: null, new_object_id: 'A2' }
const seat: Change = { ...change, number: 2, kind: 'seat', object_id: 'A2', slot: 1, reason: 'recusal', new_object_id: null }

describe('a seat that is empty', () => {
  it('was so in the draw, or since a redraw or a replacement', () => {
    const by = (changes: Change[], id: string, slot: number) => emptiedBy({ changes }, id, slot)
    expect(by([], 'A1', 0)).toBeNull()
    expect(by([change], 'A2', 0)).toBe('emptyReplaced')
    expect(by([change, seat], 'A2', 1)).toBe('emptyRedrawn')
    expect(by([change, seat], 'A2', 0)).toBe('emptyReplaced')
  })
})

describe('what is to be checked', () => {
  it('is not what was replaced', () => {
    const line = (object_id: string, replaced: boolean) => ({ object_id, replaced }) as Draw['drawn'][number]
    expect(standing([line('A1', true), line('A2', false)]).map(each => each.object_id)).toEqual(['A2'])
  })
})
