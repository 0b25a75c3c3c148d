import { describe, expect, it } from 'vitest'
import { dateOf, daysBetween, timeOf } from '../../src/spot-check/dates'
import { distance, distanceWords, isInside } from '../../src/spot-check/place'

describe('dates', () => {
  it('are those of Shanghai, whatever the phone\'s zone', () => {
    expect(dateOf('2026-11-20T16:30:00Z')).toBe('2026-11-21')
    expect(timeOf('2026-11-20T02:42:00Z')).toBe('2026-11-20 10:42')
  })

  it('tell how many days are left, or how many have passed', () => {
    expect(daysBetween('2026-11-20', '2026-11-27')).toBe(7)
    expect(daysBetween('2026-11-20', '2026-11-18')).toBe(-2)
  })
})

describe('a place', () => {
  const corners: [number, number][] = [[120, 30], [120.01, 30], [120.01, 30.01], [120.005, 30.005], [120, 30.01], [120, 30]]
  const site = { boundary: { type: 'Polygon' as const, coordinates: [corners] } }

  it('is inside the boundary or outside it, also in a notch', () => {
    expect(isInside({ lat: 30.002, lon: 120.005 }, site)).toBe(true)
    expect(isInside({ lat: 30.009, lon: 120.005 }, site)).toBe(false)
    expect(isInside({ lat: 31, lon: 120.005 }, site)).toBe(false)
  })

  it('is as far away as the crow flies, in words for the eye', () => {
    const metres = distance({ lat: 30.2, lon: 120.1 }, { lat: 30.3, lon: 120.1 })
    expect(metres).toBeGreaterThan(11_100)
    expect(metres).toBeLessThan(11_140)
    expect([0, 324, 996, 1620, 9960, 24_400].map(distanceWords)).toEqual(['0 m', '320 m', '1.0 km', '1.6 km', '10 km', '24 km'])
  })
})
