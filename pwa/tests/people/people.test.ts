import type { Device } from '../../src/people/people'
import { describe, expect, it } from 'vitest'
import { readFilters, revokeReason, roles } from '../../src/people/people'
import { words } from '../../src/people/words'

describe('people and devices', () => {
  it('reads from the address what the server knows, and nothing else', () => {
    expect(readFilters({ q: '周', role: 'inspector' })).toEqual({ q: '周', role: 'inspector' })
    expect(readFilters({ q: '', role: 'king' })).toEqual({})
  })

  it('tells why a device is signed out: our word for what followed, else what somebody wrote', () => {
    const reason = (revoke_reason: string | null) => revokeReason({ revoke_reason } as Device)
    expect(reason('person_ended')).toBe('账号已停用')
    expect(reason('手机在工地遗失')).toBe('手机在工地遗失')
    expect(reason(null)).toBe('')
  })

  it('has a word for every role, and warns of unsent records before a device or an account goes', () => {
    for (const role of roles)
      expect(words(role)).not.toBe('')
    for (const warning of ['revokeWarning', 'endWarning', 'giveWarning'] as const) {
      expect(words.catalogues['zh-CN'][warning]).toContain('尚未发送')
      expect(words.catalogues.en[warning]).toContain('not sent')
    }
  })
})
