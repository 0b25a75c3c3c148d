// @vitest-environment node
import { expect, it } from 'vitest'
import { newId } from '../../src/store/ids'

it('makes UUIDs of version 7 that begin with their time', () => {
  const id = newId(0x0192_3456_789A)
  expect(id).toMatch(/^01923456-789a-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(newId(2000) > newId(1000)).toBe(true)
})

it('makes ids that sort by their making also within a millisecond', () => {
  const made = Array.from({ length: 1000 }, () => newId(5000))
  expect(made).toEqual([...made].sort())
})

it('goes on by the clock when it is set back', () => {
  newId(9000)
  expect(newId(8000) < newId(9000)).toBe(true)
})

it('makes no id twice, however many within a millisecond', () => {
  expect(new Set(Array.from({ length: 10_000 }, () => newId(0))).size).toBe(10_000)
})
