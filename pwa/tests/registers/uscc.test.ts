import { describe, expect, it } from 'vitest'
import { doubt } from '../../src/registers/uscc'

describe('a 统一社会信用代码', () => {
  it.each(['91350100M000100Y43', '91110000101623741K', '911101066976941872', '91512081MA62K0260E', '9131000063159284XQ', '913399060000000120'])('%s is not doubted', (code) => {
    expect(doubt(code)).toBeNull()
  })

  it('is doubted for its length, for a sign, for its check digit, as the server does', () => {
    expect(['', '9135010', '91350100M000100Y431'].map(doubt)).toEqual(['length', 'length', 'length'])
    expect([...'IOZSVi-码'].map(sign => doubt(`9135010${sign}M000100Y43`))).toEqual(Array.from({ length: 8 }, () => 'sign'))
    expect(doubt('91350211M0000XUF46')).toBe('check_digit')
  })
})
