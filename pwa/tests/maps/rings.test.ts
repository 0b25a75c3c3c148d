import { describe, expect, it } from 'vitest'
import { ringFaults } from '../../src/maps/rings'

type Pair = readonly [x: number, y: number]
const ring = (...corners: Pair[]) => [...corners, corners[0]!].map(([x, y]) => ({ x, y }))
const square = (left: number, top: number, side: number) => ring([left, top], [left + side, top], [left + side, top + side], [left, top + side])
const outer = square(0, 0, 100)
const said = (...rings: ReturnType<typeof ring>[]) => ringFaults(rings).map(({ kind, ring: n, edge }) => `${kind} ${n} ${edge}`)

describe('rings', () => {
  it('are one ground with holes inside it, whichever way round, bent, and with a corner written twice', () => {
    expect(said()).toEqual([])
    expect(said(outer, square(10, 10, 20), square(50, 50, 20).reverse())).toEqual([])
    expect(said(ring([0, 0], [0, 0], [100, 0], [50, 50], [50, 50], [100, 100], [0, 100]))).toEqual([])
    expect(said(ring([0, 0], [50, 0], [100, 0], [100, 100]))).toEqual([])
  })

  it.each([
    ['on one line', ring([0, 0], [50, 50], [100, 100]), 'noArea 0 0'],
    ['on one line within what numbers lose', ring([0, 0], [33.3, 11.1], [66.6, 22.2 + 1e-12]), 'noArea 0 0'],
    ['in the order of a bow', ring([0, 0], [100, 100], [100, 0], [0, 100]), 'crosses 0 2'],
    ['there and back', ring([0, 0], [100, 0], [100, 100], [100, 0]), 'crosses 0 2'],
    ['out and back from one corner, twice', ring([0, 0], [100, 0], [0, 0], [0, 100]), 'crosses 0 1'],
    ['back at the end', ring([50, 0], [100, 0], [100, 100], [0, 100], [0, 0], [70, 0]), 'crosses 0 4'],
    ['through a corner twice', ring([0, 0], [50, 50], [100, 0], [100, 100], [50, 50], [0, 100]), 'crosses 0 3'],
    ['touching an edge', ring([0, 0], [100, 0], [100, 100], [50, 0], [0, 100]), 'crosses 0 2'],
  ])('enclose no ground %s', (_, one, fault) => {
    expect(said(one)).toEqual([fault])
    expect(said(square(-200, -200, 600), one)).toEqual([fault.replace(' 0', ' 1')])
  })

  it.each([
    ['beside it', square(200, 0, 20)],
    ['around it', square(-10, -10, 200)],
    ['across its edge', square(90, 90, 20)],
    ['along its edge', square(0, 40, 20)],
    ['the same', outer],
  ])('have no hole %s', (_, hole) => {
    expect(said(outer, hole)).toEqual(['notInside 1 0'])
  })

  it.each([
    ['across', square(25, 25, 20)],
    ['along', square(30, 10, 20)],
    ['within', square(15, 15, 5)],
    ['around', square(5, 5, 40)],
  ])('have no hole %s another', (_, hole) => {
    expect(said(outer, square(10, 10, 20), hole)).toEqual(['overlaps 2 0'])
  })

  it('may have as many corners as the server takes', () => {
    const round = Array.from({ length: 1999 }, (_, n): Pair => [1000 * Math.cos(n / 1999 * 2 * Math.PI), 1000 * Math.sin(n / 1999 * 2 * Math.PI)])
    expect(said(ring(...round))).toEqual([])
  })
})
