import type { Plan, RiskClass, Roster } from './plans'
import { words as limitWords } from './limits-words'
import { riskClasses } from './plans'
import { words } from './words'

const noBreak = '\u00A0'

export type Counts = Record<RiskClass, number>
export type ClassLimit = Roster['classes'][string]

/** What a plan draws, in words: A 类 1 · B 类 3. */
export function takeOf({ take }: Pick<Plan, 'take'>): string {
  return riskClasses
    .filter(riskClass => (take[riskClass] ?? 0) > 0)
    .map(riskClass => words('takeOf', { class: riskClass, n: take[riskClass] ?? 0 }).replaceAll(' ', noBreak))
    .join(`${noBreak}· `)
}

/** How a ratio became a count, as a person would write it down: 15% × 33 = 4.95 → 5. */
export function arithmeticOf({ available, suggested, ratio }: ClassLimit): string {
  const hundredths = ratio.number * available
  const exact = `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}`.replace(/\.?0+$/, '')
  const said = { percent: ratio.number, available, count: suggested }
  return hundredths % 100 === 0 ? limitWords('arithmeticExact', said) : limitWords('arithmetic', { ...said, exact })
}

/** By which rule a number holds, and since when. */
export function basisOf({ legal_basis: basis, valid_from: date }: ClassLimit['ratio']): string {
  return date === null ? limitWords('basis', { basis }) : limitWords('basisSince', { basis, date })
}

/** What is to be noticed of a count: that it is more than there is, or another than the ratio gives. */
export function departureOf(count: number, { available, suggested }: ClassLimit): { tone: 'stop' | 'warn', text: string } | null {
  if (count > available)
    return { tone: 'stop', text: limitWords('above', { n: available }) }
  if (count === suggested)
    return null
  const n = Math.abs(count - suggested)
  return { tone: 'warn', text: limitWords(count > suggested ? 'departureMore' : 'departureLess', { n }) }
}

/** The counts of a plan: what somebody typed, else what the ratios give. */
export function countsOf(roster: Roster | null, typed: Partial<Counts>): Counts {
  const count = (riskClass: RiskClass) => typed[riskClass] ?? roster?.classes[riskClass]?.suggested ?? 0
  return { A: count('A'), B: count('B'), C: count('C'), D: count('D') }
}
