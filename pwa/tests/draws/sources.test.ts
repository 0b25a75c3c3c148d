import type { Frozen, PublicSource } from '../../src/draws/plans'
import { describe, expect, it } from 'vitest'
import { againOf, bitsOf, isSpare, saidOf } from '../../src/draws/sources'

const chain = '52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971'

function source(kind: string, named: Record<string, string> = {}): PublicSource {
  return { id: kind, kind, named, bits: '', not_before: '2026-11-20T02:00:00Z', deadline: '2026-11-21T02:00:00Z', fallback_from: '2026-11-21T02:00:00Z' }
}

describe('the bits of a source', () => {
  it.each([['dice', 66.4], ['kl8', 61.6], ['ssq', 24.1], ['dlt', 24.4], ['drand', 66.4], ['nist', 66.4]] as const)('%s are those of the specification, or of the dice behind it', (kind, bits) => {
    expect(bitsOf(kind).toFixed(1)).toBe(String(bits))
  })

  it('of digits grow with them', () => {
    expect(bitsOf('digits', 6).toFixed(1)).toBe('19.9')
    expect(bitsOf('digits', 60)).toBe(bitsOf('dice'))
  })
})

describe('what is typed of a lottery', () => {
  it('is brought into the form that enters the seed, whatever stands between the numbers', () => {
    expect(saidOf(source('ssq'), '红球 28 05、01,33 11 22 蓝球 7', '公告')?.value).toBe('01-05-11-22-28-33+07')
    expect(saidOf(source('dlt'), '35 1 2 3 34 | 12 1', '公告')?.value).toBe('01-02-03-34-35+01-12')
    expect(saidOf(source('kl8'), Array.from({ length: 20 }, (_, index) => 80 - index).join(' '), '')?.value).toMatch(/^61-62-.*-80$/)
  })

  it.each(['', '1 2 3 4 5 6', '1 2 3 4 5 6 17', '1 2 3 4 5 34 1', '1 2 3 4 5 5 1', '0 2 3 4 5 6 1'])('is nothing when it cannot be one: %j', (text) => {
    expect(saidOf(source('ssq'), text, '公告')).toBeNull()
  })
})

describe('what is pasted of a beacon', () => {
  const round = source('drand', { chain, round: '7' })

  it('gives value and proof', () => {
    const text = JSON.stringify({ round: 7, randomness: 'AB', signature: 'cd' })
    expect(saidOf(round, text, '')).toEqual({ value: `${chain}:7:ab`, evidence: 'cd' })
    const pulse = JSON.stringify({ pulse: { outputValue: 'EF' } })
    expect(saidOf(source('nist', { chain: '2', pulse: '9' }), pulse, '')).toEqual({ value: '2:9:ef', evidence: pulse })
  })

  it.each(['', 'null', '[]', '{', '7', '{"randomness": 1}', '{"pulse": null}', '{"pulse": {}}'])('is nothing when it is %j', (text) => {
    expect(saidOf(round, text, '')).toBeNull()
    expect(saidOf(source('nist', { chain: '2', pulse: '9' }), text, '')).toBeNull()
  })
})

describe('dice', () => {
  it('are twenty digits, of a Chinese keyboard too', () => {
    expect(saidOf(source('dice'), '31415 92653 58979 3238４', ' 录像 3 ')).toEqual({ value: '31415926535897932384', evidence: '录像 3' })
    expect(saidOf(source('dice'), '1234', '')).toBeNull()
  })

  it('are known when they stand in for a silent source', () => {
    expect(isSpare('kl8', '31415926535897932384')).toBe(true)
    expect(isSpare('dice', '31415926535897932384')).toBe(false)
  })
})

describe('freezing once more', () => {
  const now = Date.parse('2026-11-20T03:00:00Z')
  const frozen = {
    sources: [source('dice', { dice: '20' }), { ...source('nist', { chain: '2', pulse: '9' }), not_before: '2026-11-20T04:00:00Z' }, source('drand', { chain, round: '7' })],
    seal: 'aa',
    publish_at: '2026-12-20T01:00:00Z',
  } as unknown as Frozen

  it('asks for the same sources, seal and day; only what has passed begins anew', () => {
    expect(againOf(frozen, now)).toEqual({
      sources: [
        { kind: 'dice', not_before: null },
        { kind: 'nist', chain_index: 2, pulse: 9, not_before: '2026-11-20T04:00:00Z' },
        { kind: 'drand', chain, round: 7, not_before: null },
      ],
      seal: 'aa',
      publish_at: '2026-12-20T01:00:00Z',
    })
  })
})
