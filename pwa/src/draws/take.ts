import type { Plan } from './plans'
import { riskClasses } from './plans'
import { words } from './words'

const noBreak = '\u00A0'

/** What a plan draws, in words: A 类 1 · B 类 3. */
export function takeOf({ take }: Pick<Plan, 'take'>): string {
  return riskClasses
    .filter(riskClass => (take[riskClass] ?? 0) > 0)
    .map(riskClass => words('takeOf', { class: riskClass, n: take[riskClass] ?? 0 }).replaceAll(' ', noBreak))
    .join(`${noBreak}· `)
}
