/** 复查: which hazards this inspector is to look at again, and the result as a command. */
import type { HazardRow, NewCommand, OutboxEntry, Photo, SpotCheckRow, Store } from '../store'
import { entriesIn, newId, promiseOf, row, rowsOf } from '../store'

export type Result = 'passed' | 'failed'

/** A re-check while it is written down. */
export interface RecheckDraft { result: Result | null, note: string, photoIds: string[] }
export const emptyRecheck: RecheckDraft = { result: null, note: '', photoIds: [] }

/** Why it is to be looked at again: the contractor replied, or the time is over and nobody did. */
export type Duty = 'replied' | 'overdue'

type Dated = Pick<HazardRow, 'state' | 'due_on'>

export function dutyOf({ state, due_on: dueOn }: Dated, today: string): Duty | null {
  if (state === 'replied')
    return 'replied'
  return (state === 'confirmed' || state === 'returned') && dueOn < today ? 'overdue' : null
}

/** Whether a re-check can be recorded at all: what the office has not confirmed is not in work, what is closed is over. */
export const mayRecheck = ({ state }: Pick<HazardRow, 'state'>) => state !== 'reported' && state !== 'closed'

/** Named for it, or, while nobody is, an inspector of the check on which it was found. */
export function isMine({ recheckers = [] }: HazardRow, check: SpotCheckRow | undefined, personId: string): boolean {
  if (recheckers.length > 0)
    return recheckers.some(({ id }) => id === personId)
  return check !== undefined && check.inspectors.some(one => one.id === personId)
}

/** The order of work: replies first, then what is overdue, each by its due date. */
export function inOrder<T extends Dated>(hazards: readonly T[], today: string): T[] {
  const rank = (hazard: T) => ['replied', 'overdue', null].indexOf(dutyOf(hazard, today))
  return [...hazards].sort((a, b) => rank(a) - rank(b) || (a.due_on < b.due_on ? -1 : 1))
}

/** The re-checks that this phone has made and that the row does not tell of yet, by hazard. */
export function madeIn(entries: readonly OutboxEntry[]): Map<string, { result: Result, state: OutboxEntry['state'] }> {
  return new Map(entries.flatMap(({ command, state }) =>
    command.name === 'hazard.recheck' ? [[command.args.hazard_id, { result: command.args.result, state }] as const] : []))
}

export async function loadMade(store: Store) {
  const [refused, unsent] = await Promise.all([entriesIn(store, 'refused'), entriesIn(store, 'unsent')])
  return madeIn([...refused, ...unsent])
}

export function recheckCommand(
  { id, spot_check_id }: Pick<HazardRow, 'id' | 'spot_check_id'>,
  { result, note }: RecheckDraft,
  photos: readonly Photo[],
  at: string,
): NewCommand {
  if (!result)
    throw new Error('a re-check without a result')
  return {
    name: 'hazard.recheck',
    args: { spot_check_id, hazard_id: id, recheck_id: newId(), result, note: note.trim(), photos: photos.map(promiseOf), rechecked_at: at },
  }
}

/** A hazard by its id, from this person's own rows or from the history of a site. */
export async function loadHazard(store: Store, id: string): Promise<HazardRow | null> {
  const own = await row(store, 'hazard', id)
  if (own)
    return own
  const histories = await rowsOf(store, 'history')
  return histories.flatMap(({ hazards }) => hazards).find(hazard => hazard.id === id) ?? null
}
