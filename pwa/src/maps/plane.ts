/** The map of a site: WGS-84 degrees to metres around it, and what is drawn where. Pure. */
export interface Point { lat: number, lon: number }
/** Metres to the east and, as a screen counts, to the south of the origin. */
export interface Spot { x: number, y: number }
export interface Frame { x: number, y: number, width: number, height: number }

type Ring = readonly (readonly number[])[]
/** As it is stored: GeoJSON, WGS-84, longitude first. */
export interface Boundary { coordinates: readonly Ring[] }

// The ellipsoid of WGS-84.
const semiMajor = 6_378_137
const eccentricity2 = 0.006_694_379_990_14
const radian = Math.PI / 180

/** How many metres a degree has at `origin`. */
function perDegree(origin: Point): { north: number, east: number } {
  const sine = Math.sin(origin.lat * radian)
  const bent = 1 - eccentricity2 * sine * sine
  const north = radian * semiMajor * (1 - eccentricity2) / bent ** 1.5
  const east = radian * semiMajor * Math.cos(origin.lat * radian) / Math.sqrt(bent)
  return { north, east }
}

/** Makes degrees into metres around `origin`. A site is small: the earth is taken as flat across it. */
export function plane(origin: Point): (point: Point) => Spot {
  const { north, east } = perDegree(origin)
  return ({ lat, lon }) => ({ x: (lon - origin.lon) * east, y: (origin.lat - lat) * north })
}

/** Makes metres around `origin` into degrees again. */
export function degrees(origin: Point): (spot: Spot) => Point {
  const { north, east } = perDegree(origin)
  return ({ x, y }) => ({ lat: origin.lat - y / north, lon: origin.lon + x / east })
}

/** The rings of a boundary in metres; GeoJSON names longitude first. */
export function ringsOf(boundary: Boundary, toSpot: (point: Point) => Spot): Spot[][] {
  return boundary.coordinates.map((ring: Ring) => ring.map(([lon = 0, lat = 0]) => toSpot({ lat, lon })))
}

/** Rings as one SVG path; its holes are left out by the even-odd rule. */
export function pathOf(rings: readonly Spot[][]): string {
  return rings.map(ring => `M${ring.map(({ x, y }) => `${x.toFixed(2)},${y.toFixed(2)}`).join('L')}Z`).join('')
}

function crosses({ x, y }: Spot, a: Spot, b: Spot): boolean {
  return (a.y > y) !== (b.y > y) && x < (b.x - a.x) * (y - a.y) / (b.y - a.y) + a.x
}

/** Whether a spot lies within the rings and outside of their holes: by the even-odd rule, as they are drawn. */
export function isWithin(spot: Spot, rings: readonly Spot[][]): boolean {
  const edges = rings.flatMap(ring => ring.slice(1).map((end, index) => [ring[index]!, end] as const))
  return edges.filter(([a, b]) => crosses(spot, a, b)).length % 2 === 1
}

/** The area of the first ring less that of its holes, in square metres. */
export function areaOf(rings: readonly Spot[][]): number {
  const [outer = 0, ...holes] = rings.map(ring => Math.abs(ring.slice(1).reduce((sum, { x, y }, n) => sum + ring[n]!.x * y - x * ring[n]!.y, 0)) / 2)
  return holes.reduce((left, hole) => left - hole, outer)
}

/** The smallest frame around all spots, with `margin` of its longer side around it and never smaller than `least` metres. */
export function frameOf(spots: readonly Spot[], margin: number, least: number): Frame {
  const xs = spots.map(({ x }) => x)
  const ys = spots.map(({ y }) => y)
  const [left, top] = [Math.min(...xs), Math.min(...ys)]
  const [wide, high] = [Math.max(...xs) - left, Math.max(...ys) - top]
  const around = margin * Math.max(wide, high)
  const width = Math.max(wide + 2 * around, least)
  const height = Math.max(high + 2 * around, least)
  return { x: left + wide / 2 - width / 2, y: top + high / 2 - height / 2, width, height }
}

/** The same frame, widened in one direction until it has this ratio of width to height. */
export function inRatio({ x, y, width, height }: Frame, ratio: number): Frame {
  const [w, h] = [Math.max(width, height * ratio), Math.max(height, width / ratio)]
  return { x: x - (w - width) / 2, y: y - (h - height) / 2, width: w, height: h }
}

/** The longest round length (1, 2 or 5 of something) that is at most a quarter of `width` metres. */
export function scaleLength(width: number): number {
  const power = 10 ** Math.floor(Math.log10(width / 4))
  const steps = [5, 2, 1].map(step => step * power)
  return steps.find(step => step <= width / 4) ?? power
}

/** How many metres a spot is from the nearest of a line from `a` to `b`. */
export function toSegment(spot: Spot, a: Spot, b: Spot): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y]
  const long = dx * dx + dy * dy
  const along = long === 0 ? 0 : Math.min(1, Math.max(0, ((spot.x - a.x) * dx + (spot.y - a.y) * dy) / long))
  return Math.hypot(spot.x - a.x - along * dx, spot.y - a.y - along * dy)
}

/** How many metres a spot is from the nearest edge of the rings, on whichever side. */
export function toEdge(spot: Spot, rings: readonly Spot[][]): number {
  const edges = rings.flatMap(ring => ring.slice(1).map((end, index) => toSegment(spot, ring[index]!, end)))
  return Math.min(...edges)
}

const isIn = ({ x, y }: Spot, { x: left, y: top, width, height }: Frame) =>
  x >= left && x <= left + width && y >= top && y <= top + height

/** A spot far off is shown at the frame's edge, in its direction; `isFar` says so. */
export function held(spot: Spot, frame: Frame, inset: number): Spot & { isFar: boolean } {
  if (isIn(spot, frame))
    return { ...spot, isFar: false }
  const middle = { x: frame.x + frame.width / 2, y: frame.y + frame.height / 2 }
  const [dx, dy] = [spot.x - middle.x, spot.y - middle.y]
  const reach = Math.min((frame.width / 2 - inset) / Math.abs(dx), (frame.height / 2 - inset) / Math.abs(dy))
  return { x: middle.x + dx * reach, y: middle.y + dy * reach, isFar: true }
}
