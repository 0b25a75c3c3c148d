import { describe, expect, it } from 'vitest'
import { alreadyPublic, choose, clear, compare, cover, nothingChosen, shown, unclear } from '../../src/publications/choice'
import { missingWords } from '../../src/publications/missing'

describe('the photos that go public', () => {
  it('are none until somebody chooses them', () => {
    expect(nothingChosen.chosen.size).toBe(0)
    expect(unclear(nothingChosen)).toEqual([])
  })

  it('hold publication back until each has been looked at', () => {
    const both = choose(choose(nothingChosen, 'a'), 'b')
    expect(unclear(both)).toEqual(['a', 'b'])
    expect(unclear(clear(both, 'a'))).toEqual(['b'])
    expect(unclear(clear(clear(both, 'a'), 'b'))).toEqual([])
    expect(unclear(clear(clear(both, 'a'), 'a'))).toEqual(['a', 'b'])
  })

  it('have to be looked at again when they were taken back meanwhile', () => {
    const again = choose(choose(clear(choose(nothingChosen, 'a'), 'a'), 'a'), 'a')
    expect([...again.chosen]).toEqual(['a'])
    expect(unclear(again)).toEqual(['a'])
  })

  it('have to be looked at again when something else of them is covered', () => {
    const face = { x: 1, y: 2, width: 30, height: 40 }
    const covered = cover(clear(choose(nothingChosen, 'a'), 'a'), 'a', [face])
    expect(unclear(covered)).toEqual(['a'])
    expect(shown(covered)).toEqual({ photos: ['a'], covers: { a: [face] } })
  })

  it('go out with their covers, and of the others nothing is said', () => {
    const face = { x: 1, y: 2, width: 30, height: 40 }
    const choice = cover(cover(cover(choose(choose(nothingChosen, 'a'), 'b'), 'a', []), 'b', [face]), 'c', [face])
    expect(shown(choice)).toEqual({ photos: ['a', 'b'], covers: { b: [face] } })
    expect(shown(alreadyPublic([{ sha256: 'a' }], { a: [face] }))).toEqual({ photos: ['a'], covers: { a: [face] } })
  })
})

describe('what keeps a check from publication', () => {
  it('is said in words, with counts', () => {
    expect(missingWords(['record', 'hazard:1', 'photo:a', 'photo:b'])).toEqual(['检查记录', '记录中的 1 条隐患尚未送达', '2 张照片尚未送达'])
    expect(missingWords([])).toEqual([])
  })

  it('is shown as it is when this app does not know it', () => {
    expect(missingWords(['something.new'])).toEqual(['something.new'])
  })

  it('begins a correction with what is public, which was looked at when it became so', () => {
    const choice = alreadyPublic([{ sha256: 'a' }, { sha256: 'b' }], {})
    expect(unclear(choice)).toEqual([])
    const changed = choose(choose(choice, 'a'), 'c')
    expect(unclear(changed)).toEqual(['c'])
    expect(compare(changed, [{ sha256: 'a' }, { sha256: 'b' }])).toEqual({ more: 1, fewer: 1 })
    expect(unclear(choose(changed, 'a'))).toEqual(['c', 'a'])
  })
})
