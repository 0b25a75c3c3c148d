/** The watermark of a photo: what is on record, as lines, painted when it is shown and never into evidence (docs/decisions/0017). */
import type { Position } from '../store/commands'

/** What a watermark tells; undefined is what this device was not told, and null in `place` what nobody knows. */
export interface WatermarkFacts {
  takenAt?: string | undefined
  place?: Pick<Position, 'lat' | 'lon' | 'accuracy_m'> | null | undefined
  site?: string | undefined
  /** Of the check. */
  number?: string | undefined
  /** The inspector's, as it is printed on the record. */
  card?: string | undefined
  /** Null before the shutter: the hash comes with the photo. */
  sha256?: string | null | undefined
  /** The picture that a marked copy was drawn on. */
  markedOf?: string | null | undefined
}

export type WatermarkWord = 'north' | 'south' | 'east' | 'west' | 'place' | 'noPlace' | 'numberLine' | 'cardLine' | 'hash' | 'hashLater' | 'markedCopyOf'
/** Puts a line into the reader's language. */
export type Say = (word: WatermarkWord, parameters: Record<string, string>) => string

const shortHash = (sha256: string) => sha256.slice(0, 8)
/** 0.00001° is about a metre: finer than any fix of a phone. */
const decimals = 5

function timeIn(instant: string): string {
  return new Date(instant).toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' })
}

function placeIn(place: NonNullable<WatermarkFacts['place']>, say: Say): string {
  const degrees = (value: number) => ({ n: Math.abs(value).toFixed(decimals) })
  return say('place', {
    lat: say(place.lat < 0 ? 'south' : 'north', degrees(place.lat)),
    lon: say(place.lon < 0 ? 'west' : 'east', degrees(place.lon)),
    n: String(Math.round(place.accuracy_m)),
  })
}

function hashOf({ sha256, markedOf }: WatermarkFacts, say: Say): (string | undefined)[] {
  const own = sha256 ? say('hash', { hash: shortHash(sha256) }) : undefined
  return [
    sha256 === null ? say('hashLater', {}) : own,
    markedOf ? say('markedCopyOf', { hash: shortHash(markedOf) }) : undefined,
  ]
}

/** The lines of a watermark; what is not known to this device has none. */
export function watermarkLines(facts: WatermarkFacts, say: Say): string[] {
  const { takenAt, place, site, number, card } = facts
  const lines = [
    [takenAt && timeIn(takenAt), ...hashOf(facts, say)],
    [place ? placeIn(place, say) : place === null && say('noPlace', {})],
    [site],
    [number && say('numberLine', { number }), card && say('cardLine', { card })],
  ]
  return lines.map(parts => parts.filter(Boolean).join(' · ')).filter(line => line !== '')
}

export interface Size { width: number, height: number }
export type Brush = Pick<CanvasRenderingContext2D, 'fillRect' | 'fillText' | 'measureText' | 'fillStyle' | 'font' | 'textBaseline'>

export const font = '"PingFang SC", "HarmonyOS Sans SC", "Noto Sans CJK SC", "Microsoft YaHei", system-ui, sans-serif'
/** White on this has 5.7:1 even over white, and more over anything else. */
const band = 'rgb(0 0 0 / 60%)'
const lineHeight = 1.4
const margin = 0.7
/** How many em the long edge has: 390 px of a phone's screen are then 36 letters of 11 px. */
export const usualEms = 36
const smallestEm = 4

function breakBefore(letters: readonly string[], fits: number): number {
  const space = letters.lastIndexOf(' ', fits)
  return space > fits / 2 ? space + 1 : fits
}

/** Breaks a line where it is too wide: at a space, or in Chinese and in long numbers anywhere. */
export function wrapped(line: string, width: number, measure: (text: string) => number): string[] {
  const letters = Array.from(line)
  const rows: string[] = []
  while (letters.length > 0) {
    let fits = 1
    while (fits < letters.length && measure(letters.slice(0, fits + 1).join('')) <= width)
      fits += 1
    const end = fits < letters.length ? breakBefore(letters, fits) : fits
    rows.push(letters.splice(0, end).join('').trimEnd())
  }
  return rows
}

function rowsAt(brush: Brush, lines: readonly string[], em: number, width: number): string[] {
  brush.font = `600 ${em}px ${font}`
  return lines.flatMap(line => wrapped(line, width - 2 * margin * em, text => brush.measureText(text).width))
}

const heightOf = (rows: readonly string[], em: number) => (rows.length * lineHeight + margin) * em

/**
 * Paints the lines along the lower edge: white on a dark band, sized by the picture (in its pixels), wrapped to its width.
 * Where they would cover more than half of a small picture, they are smaller; nothing is ever painted off it.
 */
export function paintWatermark(brush: Brush, lines: readonly string[], { width, height }: Size, ems = usualEms): void {
  let em = Math.max(smallestEm, Math.round(Math.max(width, height) / ems))
  let rows = rowsAt(brush, lines, em, width)
  while (em > smallestEm && heightOf(rows, em) > height / 2) {
    em -= 1
    rows = rowsAt(brush, lines, em, width)
  }
  const shown = rows.slice(0, Math.floor((height / em - margin) / lineHeight))
  if (shown.length === 0)
    return
  const top = height - heightOf(shown, em)
  brush.fillStyle = band
  brush.fillRect(0, top, width, height - top)
  Object.assign(brush, { fillStyle: '#fff', textBaseline: 'middle' })
  shown.forEach((row, n) => brush.fillText(row, margin * em, top + (margin / 2 + (n + 0.5) * lineHeight) * em))
}
