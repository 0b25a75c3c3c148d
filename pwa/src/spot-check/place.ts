import type { Site } from '../store'

interface Point { lat: number, lon: number }

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

/** Hands a place over to the phone's map app (RFC 5870; `q` gives it a name where the app reads one). */
export function geoUri({ lat, lon }: Point, name: string): string {
  return `geo:${lat},${lon}?q=${lat},${lon}(${encodeURIComponent(name)})`
}
