import { describe, expect, it } from 'vitest'
import { canonical } from '../../src/spot-check/canonical'

describe('the canonical JSON of RFC 8785', () => {
  it('sorts members by UTF-16 code units, not by code points', () => {
    // From the RFC, 3.2.3: the emoji's first unit (U+D83D) comes before U+FB33.
    expect(canonical({ '\uFB33': 1, '\u{1F600}': 2, '\u20AC': 3, '\r': 4, '1': 5 }))
      .toBe('{"\\r":4,"1":5,"€":3,"😀":2,"\uFB33":1}')
  })

  it('writes nested values without any space, and text as it is', () => {
    expect(canonical({ b: [true, null, { z: '安全', a: -1 }], a: '"\\\n' }))
      .toBe('{"a":"\\"\\\\\\n","b":[true,null,{"a":-1,"z":"安全"}]}')
  })

  it('refuses what a record must not hold', () => {
    for (const value of [0.5, Number.NaN, 2 ** 53, undefined, 1n, { a: undefined }, '\uD800'])
      expect(() => canonical(value)).toThrow(TypeError)
  })
})
