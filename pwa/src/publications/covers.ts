import type { Publication } from './publications'

/** A rectangle that the public does not see, in whole pixels of the photo's view. */
export type Cover = Publication['covers'][string][number]
export interface Size { width: number, height: number }
export interface Point { x: number, y: number }

/** Smaller ones are slips of the hand. */
const least = 8
/** So far a key moves or stretches a cover. */
const step = 10

const between = (value: number, low: number, high: number) => Math.min(high, Math.max(low, Math.round(value)))

/** The same cover, no smaller than the least and within its picture. */
export function fitted({ x, y, width, height }: Cover, size: Size): Cover {
  const [wide, high] = [between(width, Math.min(least, size.width), size.width), between(height, Math.min(least, size.height), size.height)]
  return { x: between(x, 0, size.width - wide), y: between(y, 0, size.height - high), width: wide, height: high }
}

/** The cover between two corners, drawn in any direction; null for a mere touch. */
export function drawn(from: Point, to: Point, size: Size): Cover | null {
  const [left, right] = [from.x, to.x].map(x => between(x, 0, size.width)).sort((a, b) => a - b) as [number, number]
  const [top, bottom] = [from.y, to.y].map(y => between(y, 0, size.height)).sort((a, b) => a - b) as [number, number]
  const cover = { x: left, y: top, width: right - left, height: bottom - top }
  return cover.width < least || cover.height < least ? null : cover
}

/** A cover to begin with, in the middle, for who draws with keys. */
export function first({ width, height }: Size): Cover {
  return fitted({ x: width * 0.4, y: height * 0.4, width: width / 5, height: height / 5 }, { width, height })
}

const ways: Record<string, Point> = { ArrowLeft: { x: -1, y: 0 }, ArrowRight: { x: 1, y: 0 }, ArrowUp: { x: 0, y: -1 }, ArrowDown: { x: 0, y: 1 } }

/** What an arrow key makes of a cover: it moves, with shift it grows or shrinks; null for other keys. */
export function pressed(cover: Cover, key: string, isStretched: boolean, size: Size): Cover | null {
  const way = ways[key]
  if (!way)
    return null
  const [across, down] = [way.x * step, way.y * step]
  return fitted(isStretched
    ? { ...cover, width: Math.min(cover.width + across, size.width - cover.x), height: Math.min(cover.height + down, size.height - cover.y) }
    : { ...cover, x: cover.x + across, y: cover.y + down }, size)
}
