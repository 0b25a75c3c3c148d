import { expect, it } from 'vitest'
import { mapApps, mapUri, platformOf } from '../../src/spot-check/navigation'
import { distance } from '../../src/spot-check/place'

const place = { lat: 30.2, lon: 120.1 }
const name = '示范 一小(二期)&A'
const android = 'Mozilla/5.0 (Linux; Android 13; V2197A) AppleWebKit/537.36'
const iphone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15'
const mac = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15'

function placeIn(uri: string): { lat: number, lon: number } {
  const lat = Number(/(?:dlat=|latlng:|tocoord=|daddr=)([\d.]+)/.exec(uri)?.[1])
  const lon = Number(/dlon=([\d.]+)/.exec(uri)?.[1] ?? /(?:latlng:|tocoord=|daddr=)[\d.]+,([\d.]+)/.exec(uri)?.[1])
  return { lat, lon }
}

it('tells the platforms apart, an iPad that calls itself a Mac too', () => {
  expect(platformOf({ userAgent: android })).toBe('android')
  expect(platformOf({ userAgent: iphone })).toBe('ios')
  expect(platformOf({ userAgent: mac, maxTouchPoints: 5 })).toBe('ios')
  expect(platformOf({ userAgent: mac })).toBe('other')
})

it('offers the phone\'s own maps first, then the others', () => {
  expect(mapApps('android')[0]).toBe('system')
  expect(mapApps('ios')[0]).toBe('apple')
  expect(mapApps('other')).not.toContain('apple')
})

it('hands WGS-84 to the phone\'s own maps, named', () => {
  expect(mapUri('system', place, '示范 一小', 'android')).toBe('geo:30.2,120.1?q=30.2,120.1(%E7%A4%BA%E8%8C%83%20%E4%B8%80%E5%B0%8F)')
})

it.each(['amap', 'baidu', 'tencent', 'apple'] as const)('hands GCJ-02 to %s, which is some hundred metres off', (app) => {
  const uri = mapUri(app, place, name, 'ios')
  const off = distance(place, placeIn(uri))
  expect(off).toBeGreaterThan(300)
  expect(off).toBeLessThan(900)
  expect(uri).toContain('%28%E4%BA%8C%E6%9C%9F%29')
  expect(uri).not.toContain('&A')
})

it('leaves a place outside China as it is', () => {
  expect(placeIn(mapUri('tencent', { lat: 52.52, lon: 13.405 }, 'B', 'android'))).toEqual({ lat: 52.52, lon: 13.405 })
})
