import { expect, it } from 'vitest'
import vectors from '../../../tests/vectors/gcj02.json'
import { onTiles } from '../../src/maps/datum'

it.each(vectors.points)('$name stands on GCJ-02 tiles as the shared vectors say', ({ wgs84, gcj02 }) => {
  const [lon, lat] = onTiles('gcj02')(wgs84 as [number, number])
  expect(Math.abs(lon - gcj02[0]!)).toBeLessThan(1e-9)
  expect(Math.abs(lat - gcj02[1]!)).toBeLessThan(1e-9)
})

it('leaves everything where it is on tiles of WGS-84', () => {
  expect(onTiles('wgs84')([120.1, 30.2])).toEqual([120.1, 30.2])
})
