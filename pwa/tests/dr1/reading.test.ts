// @vitest-environment node
import { sha256 } from '@noble/hashes/sha2.js'
import { describe, expect, it } from 'vitest'
import { KeyedHash } from '../../src/dr1/keyed'
import { fieldsOf, idOf, kindOf, readObjects } from '../../src/dr1/objects'
import { bytesOf } from '../../src/dr1/text'

const rows = [
  ['A.1', 'A', '1', 'pt', 'd:330106,e:91330100X'],
  ['A.10', 'B', '16', 'pt', '-'],
  ['A.2', 'A', '0', 'deep-pit', 'a,ab,b'],
  ['B', 'A', '1', 'pt', '-,a'],
  ['x'.repeat(64), 'S'.repeat(16), '9', 'c'.repeat(16), 'a b,c'],
]
const good = rows.map(row => `${row.join('\t')}\n`).join('')
const spoilers = ['\t', '\n', ',', '\r', ' ', '-', '0', 'A', 'a', '~', '\x7F', '\x80']

function outcome(bytes: Uint8Array): string {
  try {
    return `${readObjects(bytes).count} rows`
  }
  catch (error) {
    return (error as Error).message
  }
}

describe('the list of objects, read in place', () => {
  it('has the fields of its rows, and finds each by its id', () => {
    const objects = readObjects(bytesOf(good))
    expect(Array.from(rows, (_, row) => fieldsOf(objects, row))).toEqual(rows)
    expect(Array.from(rows, (_, row) => idOf(objects, row))).toEqual(rows.map(([id]) => id))
    for (const [id, stratum, weight, category] of rows)
      expect(kindOf(objects, id!)).toMatchObject({ stratum, weight: Number(weight), category })
    expect(['', 'A', 'A.11', 'zz'].map(id => kindOf(objects, id))).toEqual([null, null, null, null])
  })

  it('may be empty', () => {
    expect(outcome(new Uint8Array())).toBe('0 rows')
  })

  // The fast reader says yes or no, the strict one of small files why not: where they disagree, readObjects says that.
  it('is refused at every byte that is spoilt in the words of the strict reader, or right', () => {
    for (let place = 0; place < good.length; place++) {
      for (const spoiler of spoilers) {
        const bytes = Uint8Array.from(good, char => char.charCodeAt(0))
        bytes[place] = spoiler.charCodeAt(0)
        expect(outcome(bytes)).toMatch(/^objects\.tsv, line \d: |^5 rows$/)
      }
      expect(outcome(bytesOf(good.slice(0, place) + good.slice(place + 1)))).toMatch(/^objects\.tsv, line \d: |^5 rows$/)
      expect(outcome(bytesOf(good.slice(0, place)))).toMatch(/^objects\.tsv, line \d: no LF|^\d rows$|^objects\.tsv, line \d: /)
    }
  })

  it('tells kinds apart by their bytes, not by the number that these come to', () => {
    // By 31 and its like, "Aa" and "BB" come to the same.
    const twins = readObjects(bytesOf('1\tAa\t1\tp\t-\n2\tBB\t1\tp\t-\n3\tAa\t1\tp\t-\n'))
    expect(['1', '2', '3'].map(id => kindOf(twins, id)!.stratum)).toEqual(['Aa', 'BB', 'Aa'])
    expect(twins.kinds).toHaveLength(2)
  })
})

it('hashes texts of every length under a key as the library does', () => {
  const key = 'k'.repeat(64)
  const hashed = new KeyedHash(key)
  for (let length = 200; length >= 0; length--) {
    const text = 'abcdefghij'.repeat(20).slice(0, length)
    const expected = sha256(bytesOf(key + text))
    const front = expected.slice(0, 6).reduce((sum, byte) => sum * 256 + byte, 0)
    expect(hashed.of(text)).toEqual(expected)
    expect(hashed.frontOf(text)).toBe(front)
    expect(hashed.frontIn(bytesOf(`<${text}>`), 1, length + 1)).toBe(front)
  }
})
