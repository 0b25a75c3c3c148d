import type { LonLat } from './datum'
import gcoord from 'gcoord'

/** A boundary as text: one corner a line, an empty line between its outer ring and each hole. Pure. */

/** What coordinates are read off: a GPS, or the maps of China's services, which are shifted. */
export const datums = ['wgs84', 'gcj02', 'bd09'] as const
export type Datum = (typeof datums)[number]
export interface Boundary { type: 'Polygon', coordinates: LonLat[][] }
export interface Fault { line: number, kind: 'unreadable' | 'offEarth' | 'tooFew' | 'tooMany' }

const systems = { wgs84: gcoord.WGS84, gcj02: gcoord.GCJ02, bd09: gcoord.BD09 } as const
/** As the server: of all rings together, each with its first corner again at its end. */
const most = 2000
const fewest = 3
/** The southernmost and northernmost degrees of China's land; a number beyond is a longitude. */
const northernmost = 54
const decimals = 7
const noise = /[°NE北南东西纬经:：()（）[\]]/gi
const pair = /^(-?\d+(?:\.\d+)?)[\s,，;；、]+(-?\d+(?:\.\d+)?)[,，;；]?$/

interface Line { line: number, text: string }
interface Read { line: number, corner: LonLat | null }

/** Latitude first, as people say it, or longitude first, as map services give it: in China no number can be both. */
function inOrder(first: number, second: number): LonLat {
  return Math.abs(first) > northernmost ? [first, second] : [second, first]
}

function read({ line, text }: Line): Read {
  const found = pair.exec(text.replace(noise, ' ').trim())
  return { line, corner: found && inOrder(Number(found[1]), Number(found[2])) }
}

const isOnEarth = ([lon, lat]: LonLat) => Math.abs(lon) <= 180 && Math.abs(lat) <= 90
const isSame = (a: LonLat | undefined, b: LonLat | undefined) => a?.[0] === b?.[0] && a?.[1] === b?.[1]

/** Blocks of lines that hold something, with their numbers from 1. */
function blocksOf(text: string): Line[][] {
  const blocks: Line[][] = [[]]
  text.split('\n').forEach((each, index) => {
    if (each.trim())
      blocks.at(-1)!.push({ line: index + 1, text: each })
    else
      blocks.push([])
  })
  return blocks.filter(block => block.length > 0)
}

function faultOf({ line, corner }: Read): Fault[] {
  if (!corner)
    return [{ line, kind: 'unreadable' }]
  return isOnEarth(corner) ? [] : [{ line, kind: 'offEarth' }]
}

function inWgs84(corner: LonLat, datum: Datum): LonLat {
  if (datum === 'wgs84')
    return corner
  const [lon, lat] = gcoord.transform(corner, systems[datum], gcoord.WGS84)
  return [Number(lon.toFixed(decimals)), Number(lat.toFixed(decimals))]
}

/** A ring ends where it began (RFC 7946 §3.1.6), whether that was written or not. */
function closed(corners: readonly LonLat[]): LonLat[] {
  return corners.length > 0 && !isSame(corners[0], corners.at(-1)) ? [...corners, corners[0]!] : [...corners]
}

const isRing = (corners: readonly LonLat[]) => new Set(closed(corners).slice(1).map(String)).size >= fewest

/** Reads a boundary in WGS-84, or says line by line what is wrong; no text is a boundary that nobody has drawn. */
export function readCorners(text: string, datum: Datum): { boundary: Boundary, faults: Fault[] } {
  const blocks = blocksOf(text).map(block => block.map(read))
  const rings = blocks.map(block => closed(block.flatMap(({ corner }) => (corner ? [corner] : []))))
  const faults = blocks.flat().flatMap(faultOf)
  if (faults.length === 0)
    faults.push(...blocks.flatMap((block, n) => (isRing(rings[n]!) ? [] : [{ line: block[0]!.line, kind: 'tooFew' as const }])))
  if (rings.flat().length > most)
    faults.push({ line: most, kind: 'tooMany' })
  const coordinates = faults.length > 0 ? [] : rings.map(ring => ring.map(corner => inWgs84(corner, datum)))
  return { boundary: { type: 'Polygon', coordinates }, faults }
}

/** Writes a boundary as text, latitude first. */
export function cornersOf({ coordinates }: { coordinates: readonly (readonly (readonly number[])[])[] }): string {
  return coordinates
    .map(ring => ring.slice(0, -1).map(([lon = 0, lat = 0]) => `${lat}, ${lon}`).join('\n'))
    .join('\n\n')
}
