import type { Plan } from './plans'

export const steps = ['plan', 'commit', 'freeze', 'reveal', 'dice'] as const
export type Step = (typeof steps)[number]
export type StepState = 'done' | 'now' | 'later'

function current({ state, witness }: Pick<Plan, 'state' | 'witness'>): number {
  if (state === 'draft')
    return steps.indexOf(witness ? 'freeze' : 'commit')
  if (state === 'frozen')
    return steps.indexOf('reveal')
  return state === 'revealed' ? steps.indexOf('dice') : steps.length
}

/** How far each of the five steps is; there is no step back. */
export function progress(plan: Pick<Plan, 'state' | 'witness'>): Record<Step, StepState> {
  const now = current(plan)
  const stateOf = (index: number): StepState => (index < now ? 'done' : index === now ? 'now' : 'later')
  return Object.fromEntries(steps.map((step, index) => [step, stateOf(index)])) as Record<Step, StepState>
}

/** What the ceremony waits for, as a key of the words. */
export function waitsFor({ state, witness }: Pick<Plan, 'state' | 'witness'>): 'draft' | 'committed' | 'frozen' | 'revealed' | 'drawn' {
  return state === 'draft' && witness ? 'committed' : state
}
