import type { Plan } from './plans'

export const steps = ['plan', 'commit', 'freeze', 'reveal', 'draw'] as const
export type Step = (typeof steps)[number]
export type StepState = 'done' | 'now' | 'later'
type Stage = Pick<Plan, 'state' | 'witnesses' | 'approved_at' | 'voided_at'>

/** How far each of the five steps is; there is no step back, and after a void none at all. */
export function progress(plan: Stage): Record<Step, StepState> {
  const { state, witnesses, approved_at: approved, voided_at: voided } = plan
  const [drafted, committed] = [state === 'draft', witnesses.length > 0]
  const open = (isNow: boolean, isDone: boolean): StepState => (isDone ? 'done' : isNow && !voided ? 'now' : 'later')
  return {
    plan: open(true, approved !== null || !drafted),
    commit: open(drafted, committed),
    freeze: open(drafted && committed && approved !== null, !drafted),
    reveal: open(state === 'frozen', state === 'revealed' || state === 'drawn'),
    draw: open(state === 'revealed', state === 'drawn'),
  }
}

/** What the ceremony waits for, as a key of the words. */
export function waitsFor({ state, witnesses, approved_at: approved, voided_at: voided }: Stage) {
  if (voided !== null)
    return 'void'
  if (state !== 'draft')
    return state
  if (approved === null)
    return 'draft'
  return witnesses.length > 0 ? 'committed' : 'approved'
}
