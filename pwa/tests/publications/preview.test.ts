import { describe, expect, it } from 'vitest'
import { previewAddress } from '../../src/publications/preview'

const id = '01900000-0000-7000-8000-000000000000'

describe('the address of a preview', () => {
  it('names language, kind, photos by their beginnings and the reason', () => {
    const address = previewAddress(id, 'en', { kind: 'corrected', photos: ['a'.repeat(64), 'b'.repeat(64)], reason: ' 更名 & 补充 ' })
    const { pathname, searchParams } = new URL(address, 'http://desk')
    expect(pathname).toBe(`/api/v1/publications/${id}/preview`)
    expect(Object.fromEntries(searchParams)).toEqual({ language: 'en', kind: 'corrected', photos: `${'a'.repeat(8)},${'b'.repeat(8)}`, reason: '更名 & 补充' })
  })

  it('names covers by the beginning of their photo', () => {
    const covers = { ['a'.repeat(64)]: [{ x: 1, y: 2, width: 30, height: 40 }, { x: 5, y: 6, width: 7, height: 8 }] }
    const { searchParams } = new URL(previewAddress(id, 'en', { kind: 'published', photos: ['a'.repeat(64)], covers }), 'http://desk')
    expect(searchParams.get('covers')).toBe('aaaaaaaa:1.2.30.40,aaaaaaaa:5.6.7.8')
  })

  it('stays within what a server takes as one line, for all photos that may be chosen', () => {
    const photos = Array.from({ length: 200 }, (_, n) => String(n).padStart(64, '0'))
    const reason = '长'.repeat(500)
    expect(previewAddress(id, 'zh-CN', { kind: 'corrected', photos, reason }).length).toBeLessThan(8000)
  })
})
