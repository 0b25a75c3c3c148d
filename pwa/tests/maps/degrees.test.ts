import { describe, expect, it } from 'vitest'
import { cornerOf, hasMinutes } from '../../src/maps/degrees'

describe('a line of coordinates', () => {
  it.each([
    ['30°12′34.5″ 120°1′2″'],
    ['30°12\'34.5", 120°1\'2"'],
    ['30°12’34.5”，120°1’2”'],
    ['30°12\'34.5\'\' 120°1\'2\'\''],
    ['30° 12′ 34.5″ 120° 1′ 2″'],
    ['30度12分34.5秒，120度1分2秒'],
    ['北纬30°12′34.5″，东经120°1′2″'],
    ['30°12′34.5″N120°1′2″E'],
    ['E120°1′2″ N30°12′34.5″'],
    ['纬度：30°12′34.5″　经度：120°1′2″'],
    ['30°12.575′, 120°1.0333333′'],
  ])('is read in degrees, minutes and seconds: %s', (text) => {
    const [lon, lat] = cornerOf(text)!
    expect(lat).toBeCloseTo(30.2095833, 7)
    expect(lon).toBeCloseTo(120.0172222, 7)
  })

  it.each([
    ['南纬30.2 西经120.1', [-120.1, -30.2]],
    ['30.2S 120.1W', [-120.1, -30.2]],
    ['-30.2, -120.1', [-120.1, -30.2]],
    ['30°12′S, 120°6′E', [120.1, -30.2]],
    ['-30°12′, 120°6′', [120.1, -30.2]],
    ['E12.3 N30.2', [12.3, 30.2]],
    ['N 30.2, E 120.1', [120.1, 30.2]],
    ['N30.2, 120.1', [120.1, 30.2]],
  ])('keeps its signs, and letters say which number is which: %s', (text, corner) => {
    expect(cornerOf(text)).toEqual(corner)
  })

  it.each([
    ['30°12.345'],
    ['30° 12.345'],
    ['30.2°120.1°'],
    ['30°12.345 120°6.789'],
    ['30:12, 120:06'],
    ['N30:12'],
    ['30：12 120：6'],
    ['30°72′ 120°6′'],
    ['30°12′60″ 120°6′0″'],
    ['30.5°12′ 120°6′'],
  ])('is not guessed at where minutes are not told as such: %s', (text) => {
    expect([cornerOf(text), hasMinutes(text)]).toEqual([null, true])
  })

  it.each([
    ['楼北角'],
    ['30.2'],
    ['30.2, 120.1, 5'],
    ['N30.2 S30.3'],
    ['S-30.2 E120.1'],
    ['N30.2N E120.1'],
    ['30°, 120.1'],
    ['30 12 34.5'],
  ])('is not read otherwise: %s', (text) => {
    expect([cornerOf(text), hasMinutes(text)]).toEqual([null, false])
  })
})
