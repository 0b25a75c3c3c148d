import gcoord from 'gcoord'
import { describe, expect, it } from 'vitest'
import { cornersOf, readCorners } from '../../src/maps/corners'

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

  it('reads a huge text in a moment, and no number twice', () => {
    expect(kindsOf('1'.repeat(200_000))).toEqual(['1 unreadable'])
  })
})
