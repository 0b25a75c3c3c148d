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
  const own = plan.witnesses.find(each => each.person_id === personId)
  if (nonce === null || own === undefined)
    return null
  return await commitmentTo(plan.number, own.party, nonce) === own.commitment ? nonce : null
}

/** The contribution of the office that keeps a sealed plan secret (draw.md section 2). */
export const sealParty = 'seal'
const sealOf = (planId: string) => `suicha.seal.${planId}`

/** Keeps the office's seal in this browser; it is written before it is committed to. */
export function keepSeal(planId: string, nonce: string) {
  localStorage.setItem(sealOf(planId), nonce)
}

/** The kept seal, if it is the one that the frozen plan holds a commitment to. */
export async function keptSeal(plan: Plan): Promise<string | null> {
  const nonce = localStorage.getItem(sealOf(plan.id))
  if (nonce === null || !plan.frozen?.seal)
    return null
  return await commitmentTo(plan.number, sealParty, nonce) === plan.frozen.seal ? nonce : null
}
