import { expect, it } from 'vitest'
import { steady, steadyList } from '../../src/parts/steady'

it('keeps each part that says the same, and the whole where nothing has changed', () => {
  const before = { at: 'b', answers: { a: { result: 'conforming', readings: ['1', '2'] }, b: { result: 'nonconforming' } } }
  expect(steady(before, structuredClone(before))).toBe(before)
  const next = { ...structuredClone(before), answers: { ...structuredClone(before.answers), b: { result: 'conforming' } } }
  const kept = steady(before, next)
  expect(kept).toEqual(next)
  expect(kept.answers.a).toBe(before.answers.a)
  expect(kept.answers.b).not.toBe(before.answers.b)
})

it('takes for changed what has come, gone, or moved', () => {
  const before = { a: [1, 2], b: null }
  for (const next of [{ a: [1, 2] }, { a: [1, 2], b: null, c: 0 }, { a: [2, 1], b: null }, { a: [1], b: null }, { a: { 0: 1, 1: 2 }, b: null }, null]) {
    expect(steady(before, next)).toEqual(next)
    expect(steady(before, next)).not.toBe(before)
  }
  const [one, other] = [{}, {}]
  const list = [one, other]
  expect(steadyList(list, [one, other])).toBe(list)
  expect(steadyList(list, [other, one])).not.toBe(list)
})
