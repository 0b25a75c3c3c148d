import type { Photo } from '../../src/store'
import { expect, it } from 'vitest'
import { copiesOf, withCopy } from '../../src/spot-check/copies'
import { newId } from '../../src/store'

const photo = (id: string, markedOf?: string) => ({ id, rendition: { sha256: `hash of ${id}` }, ...markedOf ? { markedOf: `hash of ${markedOf}` } : {} }) as Photo
const [a, b, copy] = [photo('a'), photo('b'), photo('c', 'a')]

it('finds the copies of a photo, and none of one that is not finished', () => {
  expect(copiesOf(a, [a, b, copy])).toEqual([copy])
  expect(copiesOf(b, [a, b, copy])).toEqual([])
  expect(copiesOf({ rendition: null }, [{ ...a }, copy])).toEqual([])
})

it('puts a copy behind its base and the copies that are there, once', () => {
  expect(withCopy(['a', 'b'], a, copy, [a, b])).toEqual(['a', 'c', 'b'])
  expect(withCopy(['a', 'c', 'b'], a, photo('d', 'a'), [a, b, copy])).toEqual(['a', 'c', 'd', 'b'])
  expect(withCopy(['a', 'b', 'c'], a, copy, [a, b, copy])).toEqual(['a', 'b', 'c'])
  expect(withCopy([], a, photo(newId(), 'a'), [])).toHaveLength(1)
})
