import type { Site } from '../store'

export interface Point { lat: number, lon: number }

/** Whether a ray from the point to the east crosses this edge of the ring. */
function crosses({ lat, lon }: Point, [lonA, latA]: [number, number], [lonB, latB]: [number, number]): boolean {
  return (latA > lat) !== (latB > lat) && lon < ((lonB - lonA) * (lat - latA)) / (latB - latA) + lonA
}

/** Whether a place (WGS-84) lies within the outer ring of a site's boundary. */
export function isInside(point: Point, { boundary }: Pick<Site, 'boundary'>): boolean {
  const ring = boundary.coordinates[0] ?? []
  const crossings = ring.filter((corner, index) => crosses(point, corner, ring[(index + 1) % ring.length]!))
  return crossings.length % 2 === 1
}

const earthRadius = 6_371_008.8
const radians = (degrees: number) => (degrees * Math.PI) / 180

/** The way as the crow flies between two places (WGS-84), in metres. */
export function distance(a: Point, b: Point): number {
  const north = Math.sin(radians(b.lat - a.lat) / 2) ** 2
  const east = Math.sin(radians(b.lon - a.lon) / 2) ** 2
  const haversine = north + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * east
  return 2 * earthRadius * Math.asin(Math.sqrt(haversine))
}

/** A distance for the eye: 320 m, 1.6 km, 24 km. */
export function distanceWords(metres: number): string {
  if (metres < 995)
    return `${Math.round(metres / 10) * 10} m`
  return `${(metres / 1000).toFixed(metres < 9950 ? 1 : 0)} km`
}
