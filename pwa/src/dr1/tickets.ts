import type { Objects } from './files'
import type { Hashed } from './seed'
import { bytesToHex } from '@noble/hashes/utils.js'
import { tokens } from './tables'

/** Who is drawn: tickets, strata and the draw order (draw.md section 4). */

/** One drawn object; its ticket is in hex. */
export interface Drawn { id: string, stratum: string, ticket: string, category: string, tags: string[] }
/** Told how many tickets have been computed, of how many. */
export type Progress = (done: number, all: number) => void

/** So many tickets between two words of progress. */
const step = 20_000

/** The first 48 bits of a hash: a number below 2^53, by which almost all tickets are told apart. */
const front = (hash: Uint8Array) => (hash[0]! * 2 ** 40) + hash[1]! * 2 ** 32 + (hash[2]! * 2 ** 24 + hash[3]! * 2 ** 16 + hash[4]! * 2 ** 8 + hash[5]!)

/** The front of the ticket of one object: the least of `weight` hashes. */
function frontOf(hashed: Hashed, id: string, weight: number): number {
  let least = front(hashed(id))
  for (let extra = 1; extra < weight; extra++)
    least = Math.min(least, front(hashed(`${id}#${extra}`)))
  return least
}

/** The whole ticket of one object, in hex, for weight 1..16. */
export function ticketOf(hashed: Hashed, id: string, weight: number): string {
  const all = Array.from({ length: weight }, (_, extra) => bytesToHex(hashed(extra === 0 ? id : `${id}#${extra}`)))
  return all.sort()[0]!
}

const byTicket = (a: Drawn, b: Drawn) => a.ticket === b.ticket ? (a.id < b.id ? -1 : 1) : a.ticket < b.ticket ? -1 : 1

/** The fronts of all tickets, by the row of the object; objects of weight 0 have none. */
export function frontsOf(objects: Objects, hashed: Hashed, tell?: Progress): Float64Array {
  const fronts = new Float64Array(objects.ids.length)
  objects.ids.forEach((id, row) => {
    const weight = objects.weights[row]!
    fronts[row] = weight === 0 ? Infinity : frontOf(hashed, id, weight)
    if (row % step === 0)
      tell?.(row, fronts.length)
  })
  return fronts
}

/** The so many objects of a stratum that come first, by (ticket, id); all, if there are fewer. */
export function firstOf(objects: Objects, fronts: Float64Array, stratum: string, count: number, hashed: Hashed): Drawn[] {
  const rows: number[] = []
  objects.strata.forEach((each, row) => {
    if (each === stratum && fronts[row] !== Infinity)
      rows.push(row)
  })
  if (count === 0 || rows.length === 0)
    return []
  const ordered = Float64Array.from(rows, row => fronts[row]!).sort()
  const last = ordered[Math.min(count, ordered.length) - 1]!
  // More than `count` only where fronts are equal, which the whole tickets decide.
  const near = rows.filter(row => fronts[row]! <= last).map(row => drawnAt(objects, row, hashed))
  return near.sort(byTicket).slice(0, count)
}

function drawnAt(objects: Objects, row: number, hashed: Hashed): Drawn {
  const id = objects.ids[row]!
  return {
    id,
    stratum: objects.strata[row]!,
    ticket: ticketOf(hashed, id, objects.weights[row]!),
    category: objects.categories[row]!,
    tags: tokens(objects.tags[row]!),
  }
}

/** The drawn objects of all strata in draw order. */
export function draw(objects: Objects, fronts: Float64Array, take: ReadonlyMap<string, number>, hashed: Hashed): Drawn[] {
  return [...take].flatMap(([stratum, count]) => firstOf(objects, fronts, stratum, count, hashed)).sort(byTicket)
}
