import type { Kind, Objects } from './objects'
import type { Column } from './tables'
import { fits, identifier } from './tables'
import { latinOf } from './text'

/** One pass over the bytes of objects.tsv. It says yes or no, and not why not. */

const [tab, lf, comma, space, tilde] = [9, 10, 44, 32, 126]
const longestId = 64
const inIds = Uint8Array.from({ length: 256 }, (_, byte) => Number(fits(identifier, String.fromCharCode(byte))))

const isEnd = (byte: number) => byte === tab || byte === comma || byte === lf

/** Reads the list; null if a line breaks a rule. */
export function scan(bytes: Uint8Array, columns: readonly Column[]): Objects | null {
  const count = linesIn(bytes)
  const objects: Objects = { bytes, count, lines: new Uint32Array(count + 1), idLengths: new Uint8Array(count), kindNumbers: new Uint32Array(count), kinds: [] }
  const kinds = new Kinds(bytes, columns, objects.kinds)
  let start = 0
  for (let row = 0; row < count; row++) {
    const idEnd = idEndAt(bytes, start)
    const tags = afterTabs(bytes, idEnd + 1, columns.length)
    const kind = idEnd < 0 ? -1 : kinds.numberOf(idEnd + 1, tags - 1, row)
    const end = kind < 0 ? -1 : listEndAt(bytes, tags)
    if (end < 0 || (row > 0 && !isLess(bytes, objects.lines[row - 1]!, start)))
      return null
    objects.idLengths[row] = idEnd - start
    objects.kindNumbers[row] = kind
    objects.lines[row + 1] = start = end + 1
  }
  return start === bytes.length ? objects : null
}

function linesIn(bytes: Uint8Array): number {
  let count = 0
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] === lf)
      count++
  }
  return count
}

/** Where an id ends, by its TAB; -1 if it is none. */
function idEndAt(bytes: Uint8Array, start: number): number {
  let at = start
  while (inIds[bytes[at]!] === 1)
    at++
  return bytes[at] === tab && at > start && at <= start + longestId ? at : -1
}

/** What follows so many TABs; the end of the bytes, where there are not so many. */
function afterTabs(bytes: Uint8Array, start: number, tabs: number): number {
  let at = start
  for (let found = 0; found < tabs && at < bytes.length; at++) {
    if (bytes[at] === tab)
      found++
  }
  return at
}

/** Where a list of ascending words ends, by its LF; -1 if it is none. */
function listEndAt(bytes: Uint8Array, start: number): number {
  let before = start
  let word = start
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at]!
    if (byte >= space && byte <= tilde && byte !== comma)
      continue
    if ((byte !== comma && byte !== lf) || at === word || (word > start && !isLess(bytes, before, word)))
      return -1
    if (byte === lf)
      return at
    before = word
    word = at + 1
  }
  return -1
}

/** Whether one word is less than another. Both end with a TAB, a comma or a LF, which no word holds. */
function isLess(bytes: Uint8Array, one: number, other: number): boolean {
  let n = 0
  while (bytes[one + n] === bytes[other + n] && !isEnd(bytes[one + n]!))
    n++
  return !isEnd(bytes[other + n]!) && (isEnd(bytes[one + n]!) || bytes[one + n]! < bytes[other + n]!)
}

/** Numbers what lines have between id and tags, without a string for each: equal bytes, equal numbers. */
class Kinds {
  private readonly samples: [from: number, to: number][] = []
  private readonly numbers = new Map<number, number>()

  constructor(private readonly bytes: Uint8Array, private readonly columns: readonly Column[], private readonly kinds: Kind[]) {}

  /** The number of what stands between two places; -1 if a field has not its column's form. */
  numberOf(from: number, to: number, row: number): number {
    let hash = 0
    for (let at = from; at < to; at++)
      hash = (Math.imul(hash, 31) + this.bytes[at]!) & 0x3FFFFFFF
    // Other bytes may have the same hash: they take the next number that is free.
    for (;; hash++) {
      const number = this.numbers.get(hash)
      if (number === undefined)
        return this.add(from, to, row, hash)
      if (this.isSample(number, from, to))
        return number
    }
  }

  private isSample(number: number, from: number, to: number): boolean {
    const [start, end] = this.samples[number]!
    let n = 0
    while (n < to - from && this.bytes[start + n] === this.bytes[from + n])
      n++
    return n === to - from && n === end - start
  }

  private add(from: number, to: number, row: number, hash: number): number {
    const fields = latinOf(this.bytes.subarray(from, to)).split('\t')
    if (fields.length !== this.columns.length || !this.columns.every(([, form], n) => fits(form, fields[n]!)))
      return -1
    this.numbers.set(hash, this.kinds.length)
    this.samples.push([from, to])
    const [stratum, weight, category] = fields as [string, string, string]
    return this.kinds.push({ stratum, weight: Number(weight), category, row }) - 1
  }
}
