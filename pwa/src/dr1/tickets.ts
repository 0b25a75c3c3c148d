import type { KeyedHash } from './keyed'
import type { Objects } from './objects'
import { bytesToHex } from '@noble/hashes/utils.js'
import { fieldsOf, idOf } from './objects'
import { tokens } from './tables'

/** Who is drawn: tickets, strata and the draw order (draw.md section 4). */

/** One drawn object; its ticket is in hex. */
export interface Drawn { id: string, stratum: string, ticket: string, category: string, tags: string[] }
/** Told how many tickets have been computed, of how many. */
export type Progress = (done: number, all: number) => void

/** So many tickets between two words of progress. */
const step = 20_000

/** The whole ticket of one object, in hex: the least of `weight` hashes, for weight 1..16. */
export function ticketOf(hashed: KeyedHash, id: string, weight: number): string {
  const all = Array.from({ length: weight }, (_, extra) => bytesToHex(hashed.of(extra === 0 ? id : `${id}#${extra}`)))
  return all.sort()[0]!
}

const byTicket = (a: Drawn, b: Drawn) => a.ticket === b.ticket ? (a.id < b.id ? -1 : 1) : a.ticket < b.ticket ? -1 : 1

/**
 * The first 48 bits of all tickets, by the row of the object: almost all are told apart by them.
 * Objects of weight 0 have none.
 */
export function frontsOf(objects: Objects, hashed: KeyedHash, tell?: Progress): Float64Array {
  const { count, kinds, kindNumbers } = objects
  const fronts = new Float64Array(count)
  for (let row = 0; row < count; row++) {
    fronts[row] = frontAt(objects, row, kinds[kindNumbers[row]!]!.weight, hashed)
    if (row % step === 0)
      tell?.(row, count)
  }
  return fronts
}

function frontAt(objects: Objects, row: number, weight: number, hashed: KeyedHash): number {
  if (weight === 0)
    return Infinity
  const start = objects.lines[row]!
  let least = hashed.frontIn(objects.bytes, start, start + objects.idLengths[row]!)
  for (let extra = 1; extra < weight; extra++)
    least = Math.min(least, hashed.frontOf(`${idOf(objects, row)}#${extra}`))
  return least
}

/** The so many objects of a stratum that come first, by (ticket, id); all, if there are fewer. */
export function firstOf(objects: Objects, fronts: Float64Array, stratum: string, count: number, hashed: KeyedHash): Drawn[] {
  const rows = rowsOf(objects, stratum)
  if (count === 0 || rows.length === 0)
    return []
  const ordered = new Float64Array(rows.length)
  rows.forEach((row, n) => {
    ordered[n] = fronts[row]!
  })
  ordered.sort()
  const last = ordered[Math.min(count, ordered.length) - 1]!
  // More than `count` only where fronts are equal, which the whole tickets decide.
  const near = rows.filter(row => fronts[row]! <= last)
  return Array.from(near, row => drawnAt(objects, row, hashed)).sort(byTicket).slice(0, count)
}

/** The rows of a stratum that take part. */
function rowsOf({ kinds, kindNumbers }: Objects, stratum: string): Uint32Array {
  const isOf = kinds.map(kind => kind.stratum === stratum && kind.weight > 0)
  const rows = new Uint32Array(kindNumbers.length)
  let count = 0
  for (let row = 0; row < kindNumbers.length; row++) {
    if (isOf[kindNumbers[row]!])
      rows[count++] = row
  }
  return rows.subarray(0, count)
}

function drawnAt(objects: Objects, row: number, hashed: KeyedHash): Drawn {
  const [id, stratum, weight, category, tags] = fieldsOf(objects, row) as [string, string, string, string, string]
  return { id, stratum, ticket: ticketOf(hashed, id, Number(weight)), category, tags: tokens(tags) }
}

/** The drawn objects of all strata in draw order. */
export function draw(objects: Objects, fronts: Float64Array, take: ReadonlyMap<string, number>, hashed: KeyedHash): Drawn[] {
  return [...take].flatMap(([stratum, count]) => firstOf(objects, fronts, stratum, count, hashed)).sort(byTicket)
}
