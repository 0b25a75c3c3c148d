import type { Photo, RecordedList } from '../../src/checks/answers'
import { expect, it } from 'vitest'
import { answeredIn, photosOf, restOf, toneOf, wordOf } from '../../src/checks/answers'

const items = [{ id: 'a', name: '围挡' }, { id: 'b', name: '大门', kind: 'photo' }, { id: 'c', name: '标牌' }, { id: 'd', name: '道路' }]
const said = (result: string, rest = {}) => ({ result, deduction: 0, note: '', ...rest })
const list = {
  id: 'list',
  title: '文明施工',
  score: null,
  sections: [{ id: 's', title: '', guarantee: false, items }],
  answers: { a: said('conforming'), b: said('recorded', { given: { photos: ['x', 'y'] } }), c: said('conforming', { note: '已更换' }) },
} as unknown as RecordedList

it('what is in order without a word is named, everything else is shown', () => {
  expect(answeredIn(list, 'check').map(({ item, text }) => [item.id, text])).toEqual([['b', '照片 2 张'], ['c', '已更换']])
  expect(restOf(list, 'check').map(({ item }) => item.id)).toEqual(['a'])
})

it('an answer has a tone and a word', () => {
  expect([toneOf({ result: 'nonconforming', deduction: 1, note: '' }), wordOf({ result: 'recorded' })]).toEqual(['stop', '已记录'])
})

it('photos come in the order of the answer, as far as they are known', () => {
  const known = [{ sha256: 'y' }, { sha256: 'x' }] as Photo[]
  expect(photosOf(['x', 'z', 'y'], known)).toEqual([{ sha256: 'x' }, { sha256: 'y' }])
})
