import { scan } from './scan'
import { eachRow, identifier, listed } from './tables'
import { latinOf } from './text'

/** The frozen list objects.tsv, read in place (draw.md section 1): a million rows of strings took seconds to make. */

export const objectsFile = 'objects.tsv'
const kindColumns = [['stratum', '[A-Za-z0-9._-]{1,16}'], ['weight', '[0-9]|1[0-6]'], ['category', '[a-z0-9-]{1,16}']] as const
const columns = [['id', identifier], ...kindColumns, ['tags', listed]] as const

/** What objects have in common; `row` is the first of them. */
export interface Kind { stratum: string, weight: number, category: string, row: number }

/** The list, ascending by id. `lines` says where each row begins in the bytes, and at last where they end. */
export interface Objects {
  bytes: Uint8Array
  count: number
  lines: Uint32Array
  idLengths: Uint8Array
  kindNumbers: Uint32Array
  kinds: Kind[]
}

export function readObjects(bytes: Uint8Array): Objects {
  const objects = scan(bytes, kindColumns)
  if (objects)
    return objects
  // Something is wrong. The reader of small files has the words for it, and takes its time.
  eachRow(bytes, objectsFile, { '': columns }, () => {})
  throw new Error(`${objectsFile}: two readers disagree`)
}

/** The fields of one object, as they are written. */
export function fieldsOf({ bytes, lines }: Objects, row: number): string[] {
  return latinOf(bytes.subarray(lines[row]!, lines[row + 1]! - 1)).split('\t')
}

export function idOf({ bytes, lines, idLengths }: Objects, row: number): string {
  return latinOf(bytes.subarray(lines[row]!, lines[row]! + idLengths[row]!))
}

/** Finds an object by halving what ascends; null if it is not on the list. */
export function kindOf(objects: Objects, id: string): Kind | null {
  let first = 0
  let end = objects.count
  while (first < end) {
    const middle = (first + end) >> 1
    const found = idOf(objects, middle)
    if (found === id)
      return objects.kinds[objects.kindNumbers[middle]!]!
    if (found < id)
      first = middle + 1
    else
      end = middle
  }
  return null
}
