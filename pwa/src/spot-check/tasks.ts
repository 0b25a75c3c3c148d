/** Which tasks there are, and in which order and groups they stand. */
import type { OutboxEntry, Position, SpotCheckRow, Store } from '../store'
import type { Stage } from './progress'
import { batchesOf, draftKeysIn, rowsOf } from '../store'
import { daysBetween } from './dates'
import { loadCheck } from './file'
import { distance } from './place'
import { isClosed, isClosedRow, needlessDrafts, stageOf } from './progress'
import { checkDrafts, checkIdIn, draftKeys } from './work'

const thisWeek = 7

export type Sort = 'due' | 'distance'
export type GroupWord = 'dueThisWeek' | 'dueLater' | 'byDistanceFrom' | 'recorded'

/** A check as the list of all of them knows it; the rest is read for the few whose cards are on the screen. */
export interface Task {
  check: SpotCheckRow
  stage: Stage
  isClosed: boolean
  hasDrafts: boolean
}

export interface Group { word: GroupWord, tasks: Task[] }

async function entriesByCheck(store: Store): Promise<Map<string, OutboxEntry[]>> {
  const found = new Map<string, OutboxEntry[]>()
  for await (const entries of batchesOf(store, 'outbox')) {
    for (const entry of entries)
      found.set(entry.checkId, [...found.get(entry.checkId) ?? [], entry])
  }
  return found
}

/** All tasks of this person, the one due first on top. */
export async function loadTasks(store: Store): Promise<Task[]> {
  const [checks, entries, keys] = await Promise.all([
    rowsOf(store, 'spot_check'),
    entriesByCheck(store),
    draftKeysIn(store, checkDrafts),
  ])
  const begun = new Set(keys.filter(key => key === draftKeys(checkIdIn(key)).start).map(checkIdIn))
  const drafted = new Set(keys.map(checkIdIn))
  checks.sort((a, b) => (a.due_on + a.id < b.due_on + b.id ? -1 : 1))
  return checks.map((check) => {
    const mine = entries.get(check.id) ?? []
    return {
      check,
      stage: stageOf(check, mine, { start: begun.has(check.id) }),
      isClosed: isClosed(check, mine),
      hasDrafts: drafted.has(check.id),
    }
  })
}

/** The drafts of all tasks that nobody needs any more, for `keep`. */
export async function needlessAmong(store: Store, tasks: readonly Task[]): Promise<Record<string, null>> {
  const needless: Record<string, null> = {}
  for (const { check } of tasks.filter(({ check, hasDrafts }) => hasDrafts && isClosedRow(check))) {
    const whole = await loadCheck(store, check.id)
    Object.assign(needless, whole && needlessDrafts(whole))
  }
  return needless
}

/** Where the sites are, by their ids. */
export async function loadPlaces(store: Store): Promise<Map<string, Pick<Position, 'lat' | 'lon'>>> {
  return new Map((await rowsOf(store, 'site')).map(({ id, position }) => [id, position]))
}

export type Places = Awaited<ReturnType<typeof loadPlaces>>

/** Metres from here to the site of a check; null where either is unknown. */
export function awayFrom(here: Position | null, places: Places, { check }: Pick<Task, 'check'>): number | null {
  const place = places.get(check.site_id)
  return here && place ? distance(here, place) : null
}

type Away = (task: Task) => number | null

function openGroups(open: Task[], day: string, away: Away | null): Group[] {
  if (away) {
    const metres = new Map(open.map(task => [task, away(task) ?? Infinity]))
    return [{ word: 'byDistanceFrom', tasks: [...open].sort((a, b) => metres.get(a)! - metres.get(b)!) }]
  }
  const isDueThisWeek = ({ check }: Task) => daysBetween(day, check.due_on) <= thisWeek
  return [
    { word: 'dueThisWeek', tasks: open.filter(isDueThisWeek) },
    { word: 'dueLater', tasks: open.filter(task => !isDueThisWeek(task)) },
  ]
}

/** The open ones by due date or, where `away` tells it, by distance; then what is recorded, the newest first. */
export function grouped(tasks: readonly Task[], day: string, away: Away | null): Group[] {
  const open = tasks.filter(task => !task.isClosed)
  const closed = tasks.filter(task => task.isClosed).reverse()
  const groups: Group[] = [...openGroups(open, day, away), { word: 'recorded', tasks: closed }]
  return groups.filter(group => group.tasks.length > 0)
}

/** How many tasks there are in each stage. */
export function countStages(tasks: readonly Task[]): Map<Stage, number> {
  const counts = new Map<Stage, number>()
  for (const { stage } of tasks)
    counts.set(stage, (counts.get(stage) ?? 0) + 1)
  return counts
}
