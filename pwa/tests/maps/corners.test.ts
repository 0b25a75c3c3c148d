import gcoord from 'gcoord'
import { describe, expect, it } from 'vitest'
import { cornersOf, farthest, inDatum, readCorners } from '../../src/maps/corners'

const square = '30.20, 120.10\n30.20, 120.11\n30.21, 120.11'
const ring = [[120.10, 30.20], [120.11, 30.20], [120.11, 30.21], [120.10, 30.20]]
const hole = '30.2021, 120.1079\n30.2021, 120.1085\n30.2031, 120.1085'
const kindsOf = (text: string) => readCorners(text, 'wgs84').faults.map(({ line, kind }) => `${line} ${kind}`)

describe('a boundary as text', () => {
  it('is read latitude first and closed', () => {
    expect(readCorners(square, 'wgs84')).toEqual({ boundary: { type: 'Polygon', coordinates: [ring] }, faults: [] })
  })

  it.each([
    ['longitude first, as map services give it', '120.10,30.20\n120.11,30.20\n120.11,30.21'],
    ['closed already', `${square}\n30.20, 120.10`],
    ['with degrees and words', '北纬30.20° 东经120.10°\n30.20N 120.11E\n（30.21，120.11）'],
    ['with a sheet\'s tabs and Windows\' line ends', '30.20\t120.10\r\n30.20\t120.11\r\n30.21\t120.11\r\n'],
  ])('is read %s', (_, text) => {
    expect(readCorners(text, 'wgs84')).toEqual({ boundary: { type: 'Polygon', coordinates: [ring] }, faults: [] })
  })

  it('has its holes behind empty lines, and comes back as it was written', () => {
    const { boundary, faults } = readCorners(`${square}\n\n\n${hole}\n`, 'wgs84')
    expect(faults).toEqual([])
    expect(boundary.coordinates).toHaveLength(2)
    expect(readCorners(cornersOf(boundary), 'wgs84').boundary).toEqual(boundary)
  })

  it('may be empty: nobody has drawn it', () => {
    expect(readCorners(' \n', 'wgs84')).toEqual({ boundary: { type: 'Polygon', coordinates: [] }, faults: [] })
    expect(cornersOf({ coordinates: [] })).toBe('')
  })

  it.each(['gcj02', 'bd09'] as const)('read off a map in %s it is shifted back to within a metre', (datum) => {
    const to = datum === 'gcj02' ? gcoord.GCJ02 : gcoord.BD09
    const shifted = ring.slice(0, -1).map(corner => gcoord.transform(corner as [number, number], gcoord.WGS84, to))
    const { boundary } = readCorners(shifted.map(([lon, lat]) => `${lon}, ${lat}`).join('\n'), datum)
    boundary.coordinates[0]!.flat().forEach((degree, n) => expect(degree).toBeCloseTo(ring.flat()[n]!, 5))
  })

  it('says line by line what cannot be read, and nothing is half taken', () => {
    expect(kindsOf(`${square}\n楼北角\n30.2`)).toEqual(['4 unreadable', '5 unreadable'])
    expect(readCorners(`${square}\n楼北角`, 'wgs84').boundary.coordinates).toEqual([])
    expect(kindsOf(`${square}\n20, 190`)).toEqual(['4 offEarth'])
    expect(kindsOf(`${square}\n\n30.2, 120.1\n30.3, 120.1\n30.2, 120.1`)).toEqual(['5 tooFew'])
    expect(kindsOf('30.2, 120.1\n30.2, 120.1\n30.2, 120.1\n30.2, 120.1')).toEqual(['1 tooFew'])
    expect(kindsOf(Array.from({ length: 2000 }, (_, n) => `30.${1000 + n}, 120.1`).join('\n'))).toEqual(['2000 tooMany'])
  })

  it('has no ground where the corners lie on one line, or the line meets itself, told where it does', () => {
    expect(kindsOf('30.20, 120.10\n30.21, 120.11\n30.22, 120.12')).toEqual(['1 noArea'])
    expect(kindsOf('30.20, 120.10\n30.21, 120.11\n30.21, 120.10\n30.20, 120.11')).toEqual(['3 crosses'])
    expect(readCorners('30.20, 120.10\n30.21, 120.11\n30.21, 120.10\n30.20, 120.11', 'wgs84').boundary.coordinates).toEqual([])
  })

  it('has one piece of ground: another parcel is no hole, whichever is larger and comes first', () => {
    const parcel = '30.30, 120.10\n30.30, 120.20\n30.40, 120.20'
    expect(kindsOf(`${square}\n\n${parcel}`)).toEqual(['5 notInside'])
    expect(kindsOf(`${parcel}\n\n${square}`)).toEqual(['5 notInside'])
    expect(kindsOf(`${hole}\n\n${square}`)).toEqual(['5 notInside'])
    expect(kindsOf(`${square}\n\n${hole}\n\n${hole}`)).toEqual(['9 overlaps'])
  })

  it('is told of degrees whose minutes nobody can tell from another number', () => {
    expect(kindsOf(`${square}\n30°12.345\nN30:12\n北纬30：12 东经120：6`)).toEqual(['4 minutes', '5 minutes', '6 minutes'])
  })

  it('is read in degrees, minutes and seconds', () => {
    const { boundary, faults } = readCorners('30°12′00″N, 120°06′00″E\n北纬30°12′ 东经120°6.6′\n30度12分36秒 120度06分36秒', 'wgs84')
    expect(faults).toEqual([])
    expect(boundary.coordinates).toEqual([ring])
  })

  it('reads a huge text in a moment, and no number twice', () => {
    expect(kindsOf('1'.repeat(200_000))).toEqual(['1 unreadable'])
    expect(kindsOf(`${' '.repeat(100_000)}x${' '.repeat(99_999)}`)).toEqual(['1 unreadable'])
    expect(kindsOf('°'.repeat(200_000))).toEqual(['1 unreadable'])
  })
})

describe('the corners of the register in another datum', () => {
  const kept = '30.2, 120.1\n30.2, 120.1100000001\n30.21, 120.11'
  const typed = '30.215, 120.105'

  it.each(['gcj02', 'bd09'] as const)('stay where they are in %s, digit by digit, and come back as they were', (datum) => {
    const text = inDatum(kept, kept, 'wgs84', datum)
    expect(text).not.toContain('30.2, 120.1\n')
    expect(readCorners(text, datum, kept).boundary).toEqual(readCorners(kept, 'wgs84').boundary)
    expect(inDatum(text, kept, datum, 'wgs84')).toBe(kept)
    expect(inDatum(text, kept, datum, 'bd09')).toBe(inDatum(kept, kept, 'wgs84', 'bd09'))
  })

  it('do not take with them what was typed: that is read as chosen, before the choice or after it', () => {
    const before = inDatum(`${kept}\n${typed}`, kept, 'wgs84', 'gcj02')
    expect(before).toBe(`${inDatum(kept, kept, 'wgs84', 'gcj02')}\n${typed}`)
    const [corners] = readCorners(before, 'gcj02', kept).boundary.coordinates
    expect(corners!.slice(0, 3)).toEqual([[120.1, 30.2], [120.1100000001, 30.2], [120.11, 30.21]])
    expect(corners![3]![0]).toBeCloseTo(gcoord.transform([120.105, 30.215], gcoord.GCJ02, gcoord.WGS84)[0], 6)
    expect(inDatum(typed, '', 'wgs84', 'gcj02')).toBe(typed)
  })
})

it('knows the corner that is farthest from a point, and its line', () => {
  const found = farthest(`${square}\n\n31.2, 120.1`, 'wgs84', { lat: 30.2, lon: 120.1 })
  expect(found.line).toBe(5)
  expect(found.distance).toBeCloseTo(110_860, -2)
})
