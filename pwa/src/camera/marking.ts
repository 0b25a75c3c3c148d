/** What is drawn on a copy of a photo: arrows, circles, words and a mosaic, in the picture's own pixels. */
import type { Size } from './watermark'
import { font, wrapped } from './watermark'

export interface Point { x: number, y: number }
export type Mark
  = | { kind: 'arrow', from: Point, to: Point }
    | { kind: 'circle', from: Point, to: Point }
    | { kind: 'text', at: Point, text: string }
    | { kind: 'mosaic', points: Point[] }
export type Tool = Mark['kind']

/** The pixels of a picture, RGBA, as a canvas gives them. */
export interface Pixels extends Size { data: Uint8ClampedArray | readonly number[] }
export type Drawing = Pick<CanvasRenderingContext2D, 'beginPath' | 'moveTo' | 'lineTo' | 'ellipse' | 'stroke' | 'fillRect' | 'fillText' | 'strokeText' | 'measureText'
  | 'font' | 'fillStyle' | 'strokeStyle' | 'lineWidth' | 'lineCap' | 'lineJoin' | 'textBaseline'>

/** Red with a white edge is seen on anything. */
const ink = '#d9251c'
const edge = '#fff'
const longEdgeOf = ({ width, height }: Size) => Math.max(width, height)

/** How thick a line is, and how high a letter, on a picture of this size. */
export const penOf = (size: Size) => Math.max(2, longEdgeOf(size) / 160)
export const letterOf = (size: Size) => Math.max(10, longEdgeOf(size) / 24)
/** At least a fortieth of the long edge, so that no letter of a plate and no face is left to guess at. */
export const blockOf = (size: Size) => Math.max(1, Math.ceil(longEdgeOf(size) / 32))

/** Moves a point onto the picture. */
export function onPicture({ x, y }: Point, { width, height }: Size): Point {
  return { x: Math.min(Math.max(x, 0), width), y: Math.min(Math.max(y, 0), height) }
}

/** Where a picture is that is fitted into a box on the screen. */
export function fittedInto(box: Size & { left: number, top: number }, size: Size): Size & { left: number, top: number } {
  const ratio = Math.min(box.width / size.width, box.height / size.height)
  const [width, height] = [size.width * ratio, size.height * ratio]
  return { left: box.left + (box.width - width) / 2, top: box.top + (box.height - height) / 2, width, height }
}

/** Where on the picture something on the screen is; `box` is the picture on the screen. */
export function toPicture(at: Point, box: Size & { left: number, top: number }, size: Size): Point {
  const point = { x: ((at.x - box.left) / box.width) * size.width, y: ((at.y - box.top) / box.height) * size.height }
  return onPicture(point, size)
}

/** Whether a mark is more than a touch: an arrow or a circle needs a length, words a letter. */
export function isDrawn(mark: Mark, size: Size): boolean {
  if (mark.kind === 'text')
    return mark.text.trim() !== ''
  return mark.kind === 'mosaic' || Math.hypot(mark.to.x - mark.from.x, mark.to.y - mark.from.y) >= 3 * penOf(size)
}

/** The two ends of an arrow's head. */
export function headOf(from: Point, to: Point, size: Size): [Point, Point] {
  const length = Math.min(7 * penOf(size), Math.hypot(to.x - from.x, to.y - from.y) / 2)
  const angle = Math.atan2(to.y - from.y, to.x - from.x)
  const end = (turn: number) => ({ x: to.x - length * Math.cos(angle + turn), y: to.y - length * Math.sin(angle + turn) })
  return [end(0.5), end(-0.5)]
}

interface Block extends Size { x: number, y: number }

/** One block of the grid over the whole picture; the last of a row or column takes the rest along, so that none is smaller. */
function blockAt(column: number, row: number, size: Size): Block {
  const step = blockOf(size)
  const [columns, rows] = [Math.max(1, Math.floor(size.width / step)), Math.max(1, Math.floor(size.height / step))]
  const [x, y] = [Math.min(column, columns - 1) * step, Math.min(row, rows - 1) * step]
  const isLast = { column: column >= columns - 1, row: row >= rows - 1 }
  return { x, y, width: isLast.column ? size.width - x : step, height: isLast.row ? size.height - y : step }
}

function touches({ x, y, width, height }: Block, point: Point, radius: number): boolean {
  const near = { x: Math.min(Math.max(point.x, x), x + width), y: Math.min(Math.max(point.y, y), y + height) }
  return Math.hypot(point.x - near.x, point.y - near.y) <= radius
}

/** The way of a brush with no gap wider than a block. */
function steps(points: readonly Point[], block: number): Point[] {
  return points.flatMap((point, n) => {
    const before = points[n - 1] ?? point
    const count = Math.max(1, Math.ceil(Math.hypot(point.x - before.x, point.y - before.y) / block))
    const part = (i: number) => ({ x: before.x + ((point.x - before.x) * i) / count, y: before.y + ((point.y - before.y) * i) / count })
    return Array.from({ length: count }, (_, i) => part(i + 1))
  })
}

/**
 * The blocks that a mosaic brush has covered. They lie on one fixed grid: two strokes, and two copies, give the same
 * averages, and nothing can be computed from their differences.
 */
export function coveredBlocks(points: readonly Point[], size: Size): Block[] {
  const step = blockOf(size)
  const found = new Map<string, Block>()
  for (const point of steps(points, step)) {
    const [column, row] = [Math.floor(point.x / step), Math.floor(point.y / step)]
    const around = [-1, 0, 1].flatMap(dx => [-1, 0, 1].map(dy => blockAt(Math.max(0, column + dx), Math.max(0, row + dy), size)))
    around.filter(block => touches(block, point, step * 0.75)).forEach(block => found.set(`${block.x} ${block.y}`, block))
  }
  return [...found.values()]
}

function meanOf({ data, width }: Pixels, { x, y, ...block }: Block, channel: number): number {
  let sum = 0
  for (let row = y; row < y + block.height; row += 1) {
    const first = 4 * (row * width + x) + channel
    for (let i = first; i < first + 4 * block.width; i += 4)
      sum += data[i]!
  }
  return Math.round(sum / (block.width * block.height))
}

/** The mean colour of a block. */
export function averageOf(pixels: Pixels, block: Block): string {
  return `rgb(${[0, 1, 2].map(channel => meanOf(pixels, block, channel)).join(' ')})`
}

// A finger moves sixty times a second, and the blocks that it has covered stay as they are.
const averages = new WeakMap<Pixels, Map<string, string>>()

function knownAverage(pixels: Pixels, block: Block): string {
  const known = averages.get(pixels) ?? new Map<string, string>()
  averages.set(pixels, known)
  const name = `${block.x} ${block.y}`
  const average = known.get(name) ?? averageOf(pixels, block)
  known.set(name, average)
  return average
}

function strokeTwice(drawing: Drawing, size: Size, path: () => void) {
  const pen = penOf(size)
  Object.assign(drawing, { lineCap: 'round', lineJoin: 'round' })
  for (const [strokeStyle, lineWidth] of [[edge, pen * 1.9], [ink, pen]] as const) {
    Object.assign(drawing, { strokeStyle, lineWidth })
    drawing.beginPath()
    path()
    drawing.stroke()
  }
}

function drawArrow(drawing: Drawing, from: Point, to: Point, size: Size) {
  const [left, right] = headOf(from, to, size)
  strokeTwice(drawing, size, () => {
    drawing.moveTo(from.x, from.y)
    drawing.lineTo(to.x, to.y)
    drawing.moveTo(left.x, left.y)
    drawing.lineTo(to.x, to.y)
    drawing.lineTo(right.x, right.y)
  })
}

function drawCircle(drawing: Drawing, from: Point, to: Point, size: Size) {
  const [across, down] = [Math.abs(to.x - from.x) / 2, Math.abs(to.y - from.y) / 2]
  strokeTwice(drawing, size, () => drawing.ellipse((from.x + to.x) / 2, (from.y + to.y) / 2, across, down, 0, 0, 2 * Math.PI))
}

/** Where the rows of some words stand: wrapped to the picture, and moved onto it as a whole. */
export function placedText(text: string, at: Point, size: Size, measure: (text: string) => number) {
  const em = letterOf(size)
  const rows = wrapped(text.trim(), size.width - em, measure)
  const width = Math.max(0, ...rows.map(measure))
  const high = rows.length * em * 1.3
  const x = Math.max(em / 2, Math.min(at.x, size.width - width - em / 2))
  const y = Math.max(0, Math.min(at.y - em * 0.65, size.height - high))
  return rows.map((row, n) => ({ row, x, y: y + (n + 0.5) * em * 1.3 }))
}

function drawText(drawing: Drawing, text: string, at: Point, size: Size) {
  Object.assign(drawing, { font: `700 ${letterOf(size)}px ${font}`, textBaseline: 'middle', lineJoin: 'round' })
  Object.assign(drawing, { strokeStyle: edge, lineWidth: letterOf(size) / 5, fillStyle: ink })
  for (const { row, x, y } of placedText(text, at, size, each => drawing.measureText(each).width)) {
    drawing.strokeText(row, x, y)
    drawing.fillText(row, x, y)
  }
}

function drawMosaic(drawing: Drawing, points: readonly Point[], pixels: Pixels) {
  for (const block of coveredBlocks(points, pixels)) {
    drawing.fillStyle = knownAverage(pixels, block)
    drawing.fillRect(block.x, block.y, block.width, block.height)
  }
}

/**
 * Draws marks in their order, in the picture's pixels; `pixels` are those of the picture itself, without any mark.
 * A mosaic hides by what it is made of: nothing that it covers is under it any more but the mean of each block.
 */
export function drawMarks(drawing: Drawing, marks: readonly Mark[], pixels: Pixels): void {
  for (const mark of marks) {
    if (mark.kind === 'arrow')
      drawArrow(drawing, mark.from, mark.to, pixels)
    else if (mark.kind === 'circle')
      drawCircle(drawing, mark.from, mark.to, pixels)
    else if (mark.kind === 'text')
      drawText(drawing, mark.text, mark.at, pixels)
    else
      drawMosaic(drawing, mark.points, pixels)
  }
}
