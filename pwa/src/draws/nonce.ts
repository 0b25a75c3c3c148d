import type { Plan } from './plans'
import { sha256 } from '../camera/digest'

const bytes = 32
const form = /^[0-9a-f]{64}$/

/** 32 bytes that nobody can guess, as 64 hex digits. */
export function makeNonce(): string {
  const random = crypto.getRandomValues(new Uint8Array(bytes))
  return Array.from(random, byte => byte.toString(16).padStart(2, '0')).join('')
}

/** What a party commits to: H("dr/1 commit\n" plan "\n" party "\n" nonce "\n"), draw.md section 2. */
export async function commitmentTo(plan: string, party: string, nonce: string): Promise<string> {
  return sha256(new TextEncoder().encode(`dr/1 commit\n${plan}\n${party}\n${nonce}\n`))
}

/** The nonce in a typed or pasted text, spaces and capitals forgiven; null if there is none. */
export function readNonce(text: string): string | null {
  const joined = text.replace(/\s/g, '').toLowerCase()
  return form.test(joined) ? joined : null
}

/** Groups of four: what people read out and compare. */
export const grouped = (hex: string) => hex.replace(/(.{4})(?=.)/g, '$1 ')

const keyOf = (planId: string, personId: string) => `suicha.nonce.${personId}.${planId}`

/** Keeps the witness's secret in this browser until the ceremony; it is written before it is committed to. */
export function keepNonce(planId: string, personId: string, nonce: string) {
  localStorage.setItem(keyOf(planId, personId), nonce)
}

/** The kept secret of this person, if it is the one that the plan holds a commitment to. */
export async function keptNonce(plan: Plan, personId: string): Promise<string | null> {
  const nonce = localStorage.getItem(keyOf(plan.id, personId))
  if (nonce === null || plan.witness === null)
    return null
  return await commitmentTo(plan.number, plan.party, nonce) === plan.witness.commitment ? nonce : null
}
