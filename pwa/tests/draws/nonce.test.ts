import type { Plan } from '../../src/draws/plans'
import { beforeEach, describe, expect, it } from 'vitest'
import vectors from '../../../tests/vectors/dr1-vectors.json'
import { commitmentTo, grouped, keepNonce, keepSeal, keptNonce, keptSeal, makeNonce, readNonce } from '../../src/draws/nonce'

const { contributions, commitments } = vectors.seed
const { plan: planNumber } = JSON.parse(vectors.seed.manifest_utf8) as { plan: string }
const nonce = '5f'.repeat(32)

describe('a commitment', () => {
  it.each(Object.entries(commitments))('of %s is as the shared vectors say', async (party, expected) => {
    const [, value = ''] = contributions.find(([id]) => id === party) ?? []
    expect(await commitmentTo(planNumber, party, value)).toBe(expected)
  })

  it('is another one for another plan, party or nonce', async () => {
    const all = await Promise.all([
      commitmentTo('1', 'a', nonce),
      commitmentTo('2', 'a', nonce),
      commitmentTo('1', 'b', nonce),
      commitmentTo('1', 'a', nonce.replace('5', '6')),
    ])
    expect(new Set(all).size).toBe(all.length)
  })
})

describe('a nonce', () => {
  it('is 64 hex digits and never the same twice', () => {
    expect(makeNonce()).toMatch(/^[0-9a-f]{64}$/)
    expect(makeNonce()).not.toBe(makeNonce())
  })

  it('is read back from the groups in which it is shown, in capitals too', () => {
    expect(readNonce(grouped(nonce))).toBe(nonce)
    expect(readNonce(` ${nonce.toUpperCase()}\n`)).toBe(nonce)
  })

  it.each(['', nonce.slice(1), `${nonce}0`, nonce.replace('5', 'g'), nonce.replace('5', 'ｆ')])('is not read from %j', (text) => {
    expect(readNonce(text)).toBeNull()
  })
})

describe('a kept nonce', () => {
  async function planWith(committed: string | null): Promise<Plan> {
    const commitment = committed && await commitmentTo('330106-2026-Q4-001', 'party.witness', committed)
    return {
      id: 'plan-1',
      number: '330106-2026-Q4-001',
      party: 'party.witness',
      witnesses: commitment ? [{ person_id: 'gaojie', party: 'party.witness', name: '高洁', commitment }] : [],
    } as Plan
  }

  beforeEach(() => localStorage.clear())

  it('is given to whoever made it, for the plan that it was made for', async () => {
    keepNonce('plan-1', 'gaojie', nonce)
    expect(await keptNonce(await planWith(nonce), 'gaojie')).toBe(nonce)
    expect(await keptNonce(await planWith(nonce), 'zhoumin')).toBeNull()
    expect(await keptNonce({ ...await planWith(nonce), id: 'plan-2' }, 'gaojie')).toBeNull()
  })

  it('is not given where the plan holds a commitment to another, or none yet', async () => {
    keepNonce('plan-1', 'gaojie', nonce)
    expect(await keptNonce(await planWith('60'.repeat(32)), 'gaojie')).toBeNull()
    expect(await keptNonce(await planWith(null), 'gaojie')).toBeNull()
  })
})

describe('a kept seal', () => {
  const number = '330106-2026-Q4-001'
  const sealed = async (by: string) => ({ id: 'plan-1', number, frozen: { seal: await commitmentTo(number, 'seal', by) } }) as Plan

  beforeEach(() => localStorage.clear())

  it('is given for the plan that it seals, and for no other', async () => {
    keepSeal('plan-1', nonce)
    expect(await keptSeal(await sealed(nonce))).toBe(nonce)
    expect(await keptSeal(await sealed('60'.repeat(32)))).toBeNull()
    expect(await keptSeal({ ...await sealed(nonce), id: 'plan-2' })).toBeNull()
    expect(await keptSeal({ id: 'plan-1', number, frozen: null } as Plan)).toBeNull()
  })
})
