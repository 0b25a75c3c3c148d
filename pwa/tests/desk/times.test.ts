import { describe, expect, it, vi } from 'vitest'
import { noteServerClock, serverNow } from '../../src/desk/clock'
import { countdown, exactTime, fromField, toField } from '../../src/desk/times'

const at = Date.parse('2026-11-20T02:00:00Z')

describe('a countdown', () => {
  it('says minutes and seconds, and hours where there are any', () => {
    expect(countdown('2026-11-20T02:02:59Z', at)).toBe('2:59')
    expect(countdown('2026-11-20T02:00:05Z', at)).toBe('0:05')
    expect(countdown('2026-11-20T03:02:09Z', at)).toBe('1:02:09')
  })

  it('ends only when the instant has come, not in the second before it', () => {
    expect(countdown('2026-11-20T02:00:01Z', at + 1)).toBe('0:01')
    expect(countdown('2026-11-20T02:00:01Z', at + 999)).toBe('0:01')
    expect(countdown('2026-11-20T02:00:01Z', at + 1000)).toBeNull()
    expect(countdown('2026-11-20T02:00:01Z', at + 5000)).toBeNull()
  })

  it('runs by the server\'s clock, however wrong this desk\'s is', () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-11-20T03:00:00Z') })
    const wrong = Date.now() - 3_600_000
    noteServerClock(new Response(null, { headers: { Date: new Date(wrong).toUTCString() } }))
    expect(serverNow()).toBe(wrong)
    noteServerClock(new Response(null))
    expect(serverNow()).toBe(wrong)
    vi.useRealTimers()
  })
})

describe('a time in a field', () => {
  it('is Shanghai\'s, wherever the browser thinks it is', () => {
    expect(toField(at)).toBe('2026-11-20T10:00:00')
    expect(exactTime('2026-11-20T16:30:05Z')).toBe('2026-11-21 00:30:05')
    expect(fromField('2026-11-20T10:00:00')).toBe('2026-11-20T02:00:00Z')
    expect(fromField('2026-11-20T10:00')).toBe('2026-11-20T02:00:00Z')
  })

  it('is none while it is not whole', () => {
    expect(fromField('')).toBeNull()
  })
})
