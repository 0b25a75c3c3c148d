import type { LonLat } from './datum'
import type { Point } from './plane'
import type { RingFault } from './rings'
import gcoord from 'gcoord'
import { cornerOf, hasMinutes } from './degrees'
import { plane, ringsOf } from './plane'
import { ringFaults } from './rings'

/** A boundary as text: one corner a line, an empty line between its outer ring and each hole. Pure. */

/** What coordinates are read off: a GPS, or the maps of China's services, which are shifted. */
export const datums = ['wgs84', 'gcj02', 'bd09'] as const
export type Datum = (typeof datums)[number]
export interface Boundary { type: 'Polygon', coordinates: LonLat[][] }
export interface Fault { line: number, kind: 'unreadable' | 'minutes' | 'offEarth' | 'tooFew' | 'tooMany' | RingFault['kind'] }

const systems = { wgs84: gcoord.WGS84, gcj02: gcoord.GCJ02, bd09: gcoord.BD09 } as const
/** As the server: of all rings together, each with its first corner again at its end. */
const most = 2000
const fewest = 3
const decimals = 7

interface Line { line: number, text: string }
interface Read extends Line { corner: LonLat | null }

const isOnEarth = ([lon, lat]: LonLat) => Math.abs(lon) <= 180 && Math.abs(lat) <= 90
const isSame = (a: LonLat | undefined, b: LonLat | undefined) => a?.[0] === b?.[0] && a?.[1] === b?.[1]

/** Blocks of lines that hold something, with their numbers from 1. */
function blocksOf(text: string): Line[][] {
  const blocks: Line[][] = [[]]
  text.split('\n').forEach((each, index) => {
    if (each.trim())
      blocks.at(-1)!.push({ line: index + 1, text: each.trim() })
    else
      blocks.push([])
  })
  return blocks.filter(block => block.length > 0)
}

const read = ({ line, text }: Line): Read => ({ line, text, corner: cornerOf(text) })

function faultOf({ line, text, corner }: Read): Fault[] {
  if (!corner)
    return [{ line, kind: hasMinutes(text) ? 'minutes' : 'unreadable' }]
  return isOnEarth(corner) ? [] : [{ line, kind: 'offEarth' }]
}

function shifted(corner: LonLat, from: Datum, to: Datum): LonLat {
  if (from === to)
    return corner
  const [lon, lat] = gcoord.transform(corner, systems[from], systems[to])
  return [Number(lon.toFixed(decimals)), Number(lat.toFixed(decimals))]
}

/** A ring ends where it began (RFC 7946 §3.1.6), whether that was written or not. */
function closed(corners: readonly LonLat[]): LonLat[] {
  return corners.length > 0 && !isSame(corners[0], corners.at(-1)) ? [...corners, corners[0]!] : [...corners]
}

const isRing = (ring: readonly LonLat[]) => new Set(ring.slice(1).map(String)).size >= fewest

/** What is wrong with the text by itself: its lines first, then its blocks. */
function textFaults(blocks: readonly Read[][]): Fault[] {
  const faults = blocks.flat().flatMap(faultOf)
  const rings = blocks.map(block => closed(block.flatMap(({ corner }) => (corner ? [corner] : []))))
  if (faults.length === 0)
    faults.push(...blocks.flatMap((block, n) => (isRing(rings[n]!) ? [] : [{ line: block[0]!.line, kind: 'tooFew' as const }])))
  if (rings.flat().length > most)
    faults.push({ line: most, kind: 'tooMany' })
  return faults
}

/** What is wrong with the ground that the corners draw, told at the line where it begins. */
function groundFaults(coordinates: readonly LonLat[][], blocks: readonly Read[][]): Fault[] {
  const [[first] = []] = coordinates
  if (!first)
    return []
  const rings = ringsOf({ coordinates }, plane({ lat: first[1], lon: first[0] }))
  return ringFaults(rings).map(({ kind, ring, edge }) => ({ kind, line: blocks[ring]![edge]!.line }))
}

/**
 * Reads a boundary in WGS-84, or says line by line what is wrong; no text is a boundary that nobody has drawn.
 * Corners of `kept`, a text in WGS-84, come back digit by digit: no shift is undone exactly.
 */
export function readCorners(text: string, datum: Datum, kept = ''): { boundary: Boundary, faults: Fault[] } {
  const blocks = blocksOf(text).map(block => block.map(read))
  const undrawn: Boundary = { type: 'Polygon', coordinates: [] }
  const unread = textFaults(blocks)
  if (unread.length > 0)
    return { boundary: undrawn, faults: unread }
  const drawn = (places?: Map<string, LonLat>) =>
    blocks.map(block => closed(block.map(({ text, corner }) => places?.get(text) ?? shifted(corner!, datum, 'wgs84'))))
  // Asked of the corners as they read: a text has the same faults whatever is kept.
  const faults = groundFaults(drawn(), blocks)
  return { boundary: faults.length > 0 ? undrawn : { type: 'Polygon', coordinates: drawn(shown(kept, datum)) }, faults }
}

/** Writes a boundary as text, latitude first. */
export function cornersOf({ coordinates }: { coordinates: readonly (readonly (readonly number[])[])[] }): string {
  return coordinates
    .map(ring => ring.slice(0, -1).map(([lon = 0, lat = 0]) => `${lat}, ${lon}`).join('\n'))
    .join('\n\n')
}

/** The corners of a text in WGS-84, by the line that shows each in `datum`. */
function shown(kept: string, datum: Datum): Map<string, LonLat> {
  const found = new Map<string, LonLat>()
  for (const { corner } of blocksOf(kept).flat().map(read)) {
    if (corner)
      found.set(lineOf(corner, datum), corner)
  }
  return found
}

function lineOf(corner: LonLat, datum: Datum): string {
  const [lon, lat] = shifted(corner, 'wgs84', datum)
  return `${lat}, ${lon}`
}

/** Shows the corners of `kept`, which is in WGS-84, in another datum where they are; what else the text holds was typed and stays as it reads. */
export function inDatum(text: string, kept: string, from: Datum, to: Datum): string {
  const places = shown(kept, from)
  const show = (line: string) => {
    const corner = places.get(line.trim())
    return corner ? lineOf(corner, to) : line
  }
  return text.split('\n').map(show).join('\n')
}

/** The corner farthest from a point: its line, and how many metres it is. */
export function farthest(text: string, datum: Datum, from: Point): { line: number, distance: number } {
  const toSpot = plane(from)
  return blocksOf(text).flat().map(read).reduce((most, { line, corner }) => {
    const [lon, lat] = corner ? shifted(corner, datum, 'wgs84') : [from.lon, from.lat]
    const { x, y } = toSpot({ lat, lon })
    const distance = Math.hypot(x, y)
    return distance > most.distance ? { line, distance } : most
  }, { line: 0, distance: 0 })
}
