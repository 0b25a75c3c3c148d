import { describe, expect, it } from 'vitest'
import { areaOf, frameOf, held, inRatio, isWithin, pathOf, plane, ringsOf, scaleLength, toEdge } from '../../src/maps/plane'

const origin = { lat: 30.2, lon: 120.1 }

describe('degrees on the plane of a site', () => {
  it('are metres by the ellipsoid of WGS-84', () => {
    // Length of a degree at 30.2° N: 110,853 m of latitude, 96,300 m of longitude (to the metre by the series of Snyder, USGS 1395).
    const { x, y } = plane(origin)({ lat: 30.201, lon: 120.101 })
    expect(x).toBeCloseTo(96.29, 1)
    expect(y).toBeCloseTo(-110.86, 1)
  })

  it('have north up and east to the right, and the origin in the middle', () => {
    expect(plane(origin)(origin)).toEqual({ x: 0, y: 0 })
    expect(plane(origin)({ lat: 30.1, lon: 120 }).x).toBeLessThan(0)
    expect(plane(origin)({ lat: 30.1, lon: 120 }).y).toBeGreaterThan(0)
  })

  it('read a boundary longitude first', () => {
    const [ring] = ringsOf({ coordinates: [[[120.1, 30.2], [120.101, 30.2], [120.1, 30.2]]] }, plane(origin))
    expect(ring!.map(({ y }) => Math.abs(Math.round(y)))).toEqual([0, 0, 0])
    expect(Math.round(ring![1]!.x)).toBe(96)
  })
})

const square = [{ x: 0, y: 0 }, { x: 100, y: 0 }, { x: 100, y: 100 }, { x: 0, y: 100 }, { x: 0, y: 0 }]

describe('a drawing', () => {
  it('has a frame with a margin, never too small, in the ratio that is asked for', () => {
    expect(frameOf(square, 0.1, 60)).toEqual({ x: -10, y: -10, width: 120, height: 120 })
    expect(frameOf([{ x: 5, y: 5 }], 0.1, 60)).toEqual({ x: -25, y: -25, width: 60, height: 60 })
    expect(inRatio({ x: 0, y: 0, width: 100, height: 100 }, 2)).toEqual({ x: -50, y: 0, width: 200, height: 100 })
    expect(inRatio({ x: 0, y: 0, width: 400, height: 100 }, 2)).toEqual({ x: 0, y: -50, width: 400, height: 200 })
  })

  it.each([[400, 100], [399, 50], [90, 20], [41, 10], [3, 0.5], [21_000, 5000]])('of %d m has a scale of %d m', (width, length) => {
    expect(scaleLength(width)).toBeCloseTo(length)
  })

  it('writes its rings as a path', () => {
    expect(pathOf([[{ x: 0, y: 0 }, { x: 1.005, y: 2 }]])).toBe('M0.00,0.00L1.00,2.00Z')
  })

  it('knows how far the edge is, from within, from without and beyond a corner', () => {
    expect(toEdge({ x: 50, y: 30 }, [square])).toBe(30)
    expect(toEdge({ x: 130, y: 50 }, [square])).toBe(30)
    expect(toEdge({ x: 103, y: 104 }, [square])).toBe(5)
  })

  it('holds what is far off at its edge, in its direction', () => {
    const frame = { x: 0, y: 0, width: 200, height: 100 }
    expect(held({ x: 20, y: 30 }, frame, 5)).toEqual({ x: 20, y: 30, isFar: false })
    expect(held({ x: 10_100, y: 50 }, frame, 5)).toEqual({ x: 195, y: 50, isFar: true })
    expect(held({ x: 100, y: -5000 }, frame, 5).y).toBeCloseTo(5)
  })
})

it('knows what lies within the ground, and not in its holes', () => {
  const square = (side: number) => [{ x: -side, y: -side }, { x: side, y: -side }, { x: side, y: side }, { x: -side, y: side }, { x: -side, y: -side }]
  const rings = [square(50), square(10)]
  expect([{ x: 30, y: 30 }, { x: 0, y: 0 }, { x: 60, y: 0 }, { x: 0, y: -51 }].map(spot => isWithin(spot, rings))).toEqual([true, false, false, false])
  expect(isWithin({ x: 0, y: 0 }, [])).toBe(false)
})

it('measures the ground without its holes, whichever way round they are drawn', () => {
  const square = (x: number, y: number, side: number) => [{ x, y }, { x: x + side, y }, { x: x + side, y: y + side }, { x, y: y + side }, { x, y }]
  expect(areaOf([square(100, -50, 40), square(110, -40, 10).reverse()])).toBe(1500)
  expect(areaOf([])).toBe(0)
})
