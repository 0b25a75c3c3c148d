import { afterEach, describe, expect, it } from 'vitest'
import { howAlike, readFilters, whyShown } from '../../src/likenesses/pairs'
import { setLocale } from '../../src/words/words'

afterEach(() => setLocale('zh-CN'))

describe('two photos that are alike', () => {
  it.each([
    ['same_file', 0, '文件完全相同'],
    ['alike', 0, '几乎相同（有内容的部分约 0% 不同）'],
    ['alike', 10, '几乎相同（有内容的部分约 10% 不同）'],
    ['before_and_after', 11, '大部分相同，局部不同（约 11%）'],
    ['alike', 50, '部分相同（约 50% 不同），可能经过裁剪、遮挡或修改'],
  ] as const)('are told in words first, the number beside them: %s, %d', (kind, difference, told) => {
    expect(howAlike({ kind, difference })).toBe(told)
  })

  it('are shown for a reason that both languages name', () => {
    expect(whyShown({ kind: 'before_and_after' })).toBe('整改前后照片相近')
    setLocale('en')
    expect(whyShown({ kind: 'before_and_after' })).toBe('Before and after are alike')
  })

  it('are listed open unless the address asks for the judged ones', () => {
    expect(readFilters({})).toEqual({})
    expect(readFilters({ judged: 'true' })).toEqual({ judged: 'true' })
    expect(readFilters({ judged: 'maybe' })).toEqual({})
  })
})
