import { Refusal } from '../refusal'
import { words } from './words'

const shrunk = /take\.(\S+) is (\d+), but only (\d+) can be drawn$/
const early = /\.(?:not_before|deadline) is not before /
const line = /^(?:objects|inspectors)\.tsv, line \d+: /

/** A reason of dr/1's freeze check in the reader's words; one that an office cannot bring about stays as it is. */
export function reasonWords(reason: string): string {
  const [, riskClass, asked, available] = shrunk.exec(reason) ?? []
  if (riskClass && asked && available)
    return words('reasonShrunk', { class: riskClass, asked, available })
  if (early.test(reason))
    return words('reasonEarly')
  return line.test(reason) ? words('reasonLine', { reason }) : reason
}

/** Whether no other time and no other freezing helps: what the plan takes is no longer there. */
export function needsNewPlan(error: unknown): boolean {
  if (!(error instanceof Refusal) || error.code !== 'plan.freeze_refused')
    return false
  const { reasons } = error.details
  return Array.isArray(reasons) && reasons.some(reason => shrunk.test(String(reason)))
}
