/** In which order and groups the tasks stand. */
import type { Position, Store } from '../store'
import type { WholeCheck } from './file'
import type { Stage } from './progress'
import { rowsOf } from '../store'
import { daysBetween } from './dates'
import { distance } from './place'
import { isClosed, stageOf } from './progress'

const thisWeek = 7

export type Sort = 'due' | 'distance'
export type GroupWord = 'dueThisWeek' | 'dueLater' | 'byDistanceFrom' | 'recorded'
export interface Group { word: GroupWord, checks: WholeCheck[] }

export const stageOfTask = ({ check, entries, work }: WholeCheck): Stage => stageOf(check, entries, work)

/** Metres from here to the site of a check; null where either is unknown. */
export function awayFrom(here: Position | null, { site }: WholeCheck): number | null {
  return here && site ? distance(here, site.position) : null
}

function openGroups(open: WholeCheck[], day: string, sort: Sort, here: Position | null): Group[] {
  const away = (whole: WholeCheck) => awayFrom(here, whole) ?? Infinity
  if (sort === 'distance' && here)
    return [{ word: 'byDistanceFrom', checks: [...open].sort((a, b) => away(a) - away(b)) }]
  const isDueThisWeek = ({ check }: WholeCheck) => daysBetween(day, check.due_on) <= thisWeek
  return [
    { word: 'dueThisWeek', checks: open.filter(isDueThisWeek) },
    { word: 'dueLater', checks: open.filter(whole => !isDueThisWeek(whole)) },
  ]
}

/** The open ones by due date or, where one stands somewhere, by distance; then what is recorded, the newest first. */
export function grouped(checks: WholeCheck[], day: string, sort: Sort, here: Position | null): Group[] {
  const open = checks.filter(({ check, entries }) => !isClosed(check, entries))
  const closed = checks.filter(({ check, entries }) => isClosed(check, entries)).reverse()
  const groups: Group[] = [...openGroups(open, day, sort, here), { word: 'recorded', checks: closed }]
  return groups.filter(group => group.checks.length > 0)
}

/** How many tasks there are in each stage. */
export function countStages(checks: WholeCheck[]): Map<Stage, number> {
  const counts = new Map<Stage, number>()
  for (const stage of checks.map(stageOfTask))
    counts.set(stage, (counts.get(stage) ?? 0) + 1)
  return counts
}

/** How many hazards are open at each site, from earlier checks too, as far as this phone is told. */
export async function openHazardsBySite(store: Store): Promise<Map<string, number>> {
  const [rows, histories] = await Promise.all([rowsOf(store, 'hazard'), rowsOf(store, 'history')])
  const open = new Map<string, string>()
  for (const hazard of [...histories.flatMap(({ hazards }) => hazards), ...rows])
    open.set(hazard.id, hazard.state === 'closed' ? '' : hazard.site_id)
  const counts = new Map<string, number>()
  for (const siteId of open.values())
    counts.set(siteId, (counts.get(siteId) ?? 0) + 1)
  return counts
}
