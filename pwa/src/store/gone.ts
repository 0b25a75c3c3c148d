/** Rows that a person may no longer see go; what was recorded about a check and is not sent yet holds it until then. */
import type { Draft, Mirrored, OutboxEntry, Photo, Writing } from './database'
import type { SpotCheckRow } from './rows'

export const mirrorRooms = ['rows', 'meta', 'outbox', 'drafts', 'photos'] as const
export type Mirroring = Writing<[...typeof mirrorRooms]>
export interface Room { get: (key: [string, string]) => Promise<Mirrored | undefined>, put: (row: Mirrored) => Promise<unknown> }

const isOwed = ({ promisedBy, rendition }: Photo) => promisedBy === null || rendition?.state === 'unsent'
const isWaiting = ({ state, attention }: OutboxEntry) => state === 'unsent' || attention === 'refused'

/** The drafts of a check, all named check/<id>/… (spot-check/work.ts). */
const draftsOf = (checkId: string) => IDBKeyRange.bound(`check/${checkId}/`, `check/${checkId}/\uFFFF`)

/** Whether a draft may still become something to send; the start has been sent, and an outcome alone says nothing. */
function isWork({ key, value }: Draft): boolean {
  const [part] = key.split('/').slice(2)
  if (part === 'sheet')
    return (value as { changed: boolean }).changed
  if (part === 'signatures')
    return (value as unknown[]).length > 0
  return part !== 'start' && part !== 'outcome' && part !== 'left' && part !== 'ruling'
}

async function isHeld(transaction: Mirroring, checkId: string): Promise<boolean> {
  const entries = await transaction.objectStore('outbox').index('check').getAll(checkId)
  const photos = await transaction.objectStore('photos').index('check').getAll(checkId)
  const drafts = await transaction.objectStore('drafts').getAll(draftsOf(checkId))
  return entries.some(isWaiting) || photos.some(isOwed) || drafts.some(isWork)
}

async function heldAmong(transaction: Mirroring, gone: readonly Mirrored[]): Promise<SpotCheckRow[]> {
  const held: SpotCheckRow[] = []
  for (const { id, row } of gone.filter(({ kind }) => kind === 'spot_check')) {
    if (await isHeld(transaction, id))
      held.push(row as SpotCheckRow)
  }
  return held
}

/** Whether a held check is only to be understood with this row beside it. */
function belongsTo(check: SpotCheckRow, { id, kind, row }: Mirrored): boolean {
  const isPart = id === check.id || (row as { spot_check_id?: string }).spot_check_id === check.id
  const isSite = (kind === 'site' || kind === 'history') && id === check.site_id
  return isPart || isSite || (kind === 'checklist' && check.checklists.includes(id))
}

/** Removes the rows marked gone, and the drafts of their checks, except what unsent work still holds. */
export async function release(transaction: Mirroring): Promise<void> {
  const rows = transaction.objectStore('rows')
  const gone = await rows.index('gone').getAll()
  const held = await heldAmong(transaction, gone)
  for (const each of gone.filter(one => !held.some(check => belongsTo(check, one)))) {
    await rows.delete([each.kind, each.id])
    if (each.kind === 'spot_check')
      await transaction.objectStore('drafts').delete(draftsOf(each.id))
  }
}
