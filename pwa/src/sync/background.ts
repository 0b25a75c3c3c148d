/** What is fetched beside the sync itself: the calendar of working days and small pictures of the past. */
import type { Calendar } from '../store/rows'
import type { Line } from './line'
import { StorageFull } from '../store/full'
import { dropUnwanted, keepCalendar, keepThumb, missingThumbs } from '../store/keeping'
import { readMeta } from '../store/meta'
import { readSpace } from '../store/space'
import { exchange, LoginExpired, NotMine, readJson, Unreachable } from './line'

const day = 86_400_000
/** Thumbnails leave this much room for evidence: a day of checks with some hundred photos and their originals. */
export const roomForEvidence = 500_000_000
const failuresAtMost = 3

async function fetchCalendar(line: Line): Promise<void> {
  const at = await readMeta(line.store, 'calendarAt')
  if (at && Date.now() - Date.parse(at) < day)
    return
  const answer = await exchange(line, '/api/v1/sync/calendar', { method: 'GET' })
  if (answer.ok)
    await keepCalendar(line.store, await readJson<Calendar>(answer))
}

async function hasRoom(): Promise<boolean> {
  const space = await readSpace()
  return space === null || space.freeBytes > roomForEvidence
}

async function fetchThumb(line: Line, sha256: string): Promise<void> {
  const answer = await exchange(line, `/api/v1/photos/${sha256}/thumb`, { method: 'GET' })
  // One that is not there yet, or not this person's to see, is asked for again another day.
  if (!answer.ok)
    return
  const bytes = await answer.arrayBuffer().catch((cause: unknown) => {
    throw new Unreachable('a cut picture', { cause })
  })
  await keepThumb(line.store, sha256, bytes)
}

/** Answers whether it can go on: one picture that fails does not hold up those behind it. */
async function tryThumb(line: Line, sha256: string): Promise<boolean> {
  try {
    await fetchThumb(line, sha256)
    return true
  }
  catch (error) {
    if (error instanceof Unreachable)
      return false
    throw error
  }
}

async function fetchThumbs(line: Line): Promise<void> {
  await dropUnwanted(line.store)
  let failures = 0
  for (const sha256 of await missingThumbs(line.store)) {
    if (failures >= failuresAtMost || !await hasRoom())
      return
    failures += Number(!await tryThumb(line, sha256))
  }
}

const isExpected = (error: unknown) =>
  [Unreachable, LoginExpired, NotMine, StorageFull].some(kind => error instanceof kind)

/** Fetches what is good to have; what fails is no failure of the sync, for the next round comes by here again. */
export async function fetchBeside(line: Line): Promise<void> {
  try {
    await fetchCalendar(line)
    await fetchThumbs(line)
  }
  catch (error) {
    if (!isExpected(error))
      throw error
  }
}
