import type { Spot } from './plane'
import { isWithin, toSegment } from './plane'

/** Whether closed rings are one ground with its holes inside it, as the server asks too (`sites/boundary.py`). Pure. */

type Edge = readonly [Spot, Spot]
type Ring = readonly Spot[]
/** What is wrong with which ring, and at which of its edges. */
export interface RingFault { kind: 'noArea' | 'crosses' | 'notInside' | 'overlaps', ring: number, edge: number }

/** No ground is smaller, in square metres; corners on one line enclose less, by what numbers lose. */
const least = 1
/** Edges that come as near as this touch, in metres: far above what numbers lose, far below what anybody measures. */
const near = 1e-6

/** Twice the area of a triangle, and on which side of the line from `a` to `b` its third corner lies. */
const turn = (a: Spot, b: Spot, c: Spot) => (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)

const edgesOf = (ring: Ring): Edge[] => ring.slice(1).map((end, n) => [ring[n]!, end])

const length = ([a, b]: Edge) => Math.hypot(b.x - a.x, b.y - a.y)

/** Whether all corners lie on one line: the area proper cannot tell, for where a ring crosses itself its halves cancel out. */
function isFlat(ring: Ring): boolean {
  const first = ring[0]!
  const far = ring.reduce((most, each) => (length([first, each]) > length([first, most]) ? each : most))
  return Math.max(...ring.map(each => Math.abs(turn(first, far, each)))) / 2 < least
}

function areApart([a, b]: Edge, [c, d]: Edge): boolean {
  return Math.max(a.x, b.x) + near < Math.min(c.x, d.x) || Math.max(c.x, d.x) + near < Math.min(a.x, b.x)
    || Math.max(a.y, b.y) + near < Math.min(c.y, d.y) || Math.max(c.y, d.y) + near < Math.min(a.y, b.y)
}

function meet(one: Edge, other: Edge): boolean {
  if (areApart(one, other))
    return false
  const [a, b] = one
  const [c, d] = other
  if (turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0)
    return true
  return other.some(end => toSegment(end, a, b) < near) || one.some(end => toSegment(end, c, d) < near)
}

/** Whether an edge goes back along the one before it; their common corner is no fault. */
function goesBack([a, b]: Edge, [, c]: Edge): boolean {
  return toSegment(c, a, b) < near || toSegment(a, b, c) < near
}

/** The first edge that meets an earlier one elsewhere than in a common corner. A corner may be written twice. */
function crossingOf(ring: Ring): number | undefined {
  const edges = edgesOf(ring).map((edge, n) => ({ edge, n })).filter(({ edge }) => length(edge) >= near)
  const isFoul = (m: number, n: number) => {
    const [earlier, later] = [edges[m]!.edge, edges[n]!.edge]
    if (n - m === 1)
      return goesBack(earlier, later)
    return m === 0 && n === edges.length - 1 ? goesBack(later, earlier) : meet(earlier, later)
  }
  return edges.find((_, n) => edges.some((__, m) => m < n && isFoul(m, n)))?.n
}

const touch = (one: Ring, other: Ring) => edgesOf(one).some(edge => edgesOf(other).some(each => meet(edge, each)))
const isIn = (inner: Ring, outer: Ring) => isWithin(inner[0]!, [[...outer]])

function alone(ring: Ring, n: number): RingFault[] {
  if (isFlat(ring))
    return [{ kind: 'noArea', ring: n, edge: 0 }]
  const edge = crossingOf(ring)
  return edge === undefined ? [] : [{ kind: 'crosses', ring: n, edge }]
}

/** A hole lies wholly within the outer ring, and meets neither it nor another hole. */
function among(hole: Ring, n: number, rings: readonly Ring[]): RingFault[] {
  const [outer, ...holes] = rings
  if (touch(hole, outer!) || !isIn(hole, outer!))
    return [{ kind: 'notInside', ring: n, edge: 0 }]
  const earlier = holes.slice(0, n - 1)
  const isShared = earlier.some(other => touch(hole, other) || isIn(hole, other) || isIn(other, hole))
  return isShared ? [{ kind: 'overlaps', ring: n, edge: 0 }] : []
}

/** What is wrong with closed rings, in metres: with each by itself first, then with how they lie. */
export function ringFaults(rings: readonly Ring[]): RingFault[] {
  const faults = rings.flatMap(alone)
  return faults.length > 0 ? faults : rings.slice(1).flatMap((hole, n) => among(hole, n + 1, rings))
}
