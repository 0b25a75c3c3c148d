import type { Drawing, Mark, Pixels } from '../../src/camera/marking'
import { expect, it } from 'vitest'
import { averageOf, blockOf, coveredBlocks, drawMarks, fittedInto, headOf, isDrawn, letterOf, placedText, toPicture } from '../../src/camera/marking'

const size = { width: 640, height: 480 }

/** A picture whose every pixel is another. */
function aPicture(width = size.width, height = size.height): Pixels {
  return { width, height, data: Uint8ClampedArray.from({ length: 4 * width * height }, (_, i) => (i * 7 + (i >> 9)) % 256) }
}

/** Writes down what is drawn, in order, with the colour that it has. */
function aDrawing() {
  const drawn: { what: string, with: string, at: number[] }[] = []
  const state = { fillStyle: '', strokeStyle: '', font: '', lineWidth: 0 }
  const note = (what: string, colour: 'fillStyle' | 'strokeStyle') => (...at: unknown[]) =>
    void drawn.push({ what, with: state[colour], at: at.filter(each => typeof each === 'number') })
  const drawing = Object.assign(state, {
    beginPath: () => {},
    moveTo: note('moveTo', 'strokeStyle'),
    lineTo: note('lineTo', 'strokeStyle'),
    ellipse: note('ellipse', 'strokeStyle'),
    stroke: note('stroke', 'strokeStyle'),
    fillRect: note('fillRect', 'fillStyle'),
    fillText: note('fillText', 'fillStyle'),
    strokeText: note('strokeText', 'strokeStyle'),
    measureText: (text: string) => ({ width: text.length * letterOf(size) }),
  }) as unknown as Drawing
  return { drawing, drawn }
}

it.each([
  [{ x: 100, y: 50 }, { x: 0, y: 0 }],
  [{ x: 290, y: 192.5 }, { x: 640, y: 480 }],
  [{ x: 195, y: 121.25 }, { x: 320, y: 240 }],
  [{ x: 0, y: 900 }, { x: 0, y: 480 }],
])('finds %o of the screen on the picture, and never beside it', (at, point) => {
  expect(toPicture(at, { left: 100, top: 50, width: 190, height: 142.5 }, size)).toEqual(point)
})

it('knows where a picture is that is fitted into the screen', () => {
  expect(fittedInto({ left: 0, top: 10, width: 320, height: 480 }, size)).toEqual({ left: 0, top: 130, width: 320, height: 240 })
  expect(fittedInto({ left: 5, top: 0, width: 960, height: 480 }, size)).toEqual({ left: 165, top: 0, width: 640, height: 480 })
})

it('draws a line twice: white, and red on it', () => {
  const { drawing, drawn } = aDrawing()
  drawMarks(drawing, [{ kind: 'circle', from: { x: 300, y: 200 }, to: { x: 100, y: 100 } }], aPicture())
  expect(drawn.filter(({ what }) => what === 'ellipse').map(({ with: colour }) => colour)).toEqual(['#fff', '#d9251c'])
  expect(drawn[0]!.at.slice(0, 4)).toEqual([200, 150, 100, 50])
})

it('gives an arrow a head at its end, no longer than half of it', () => {
  const [left, right] = headOf({ x: 0, y: 100 }, { x: 400, y: 100 }, size)
  expect([left.x < 400, right.x < 400, left.y + right.y]).toEqual([true, true, 200])
  const [short] = headOf({ x: 0, y: 0 }, { x: 10, y: 0 }, size)
  expect(Math.hypot(short.x - 10, short.y)).toBeLessThanOrEqual(5.001)
})

it.each<[boolean, Mark]>([
  [false, { kind: 'arrow', from: { x: 1, y: 1 }, to: { x: 1, y: 1 } }],
  [false, { kind: 'circle', from: { x: 1, y: 1 }, to: { x: 4, y: 3 } }],
  [true, { kind: 'arrow', from: { x: 1, y: 1 }, to: { x: 90, y: 1 } }],
  [false, { kind: 'text', at: { x: 1, y: 1 }, text: ' ' }],
  [true, { kind: 'text', at: { x: 1, y: 1 }, text: '无护栏' }],
  [true, { kind: 'mosaic', points: [{ x: 1, y: 1 }] }],
])('takes a mere touch for nothing: %s of %o', (is, mark) => {
  expect(isDrawn(mark, size)).toBe(is)
})

it.each([
  ['无护栏', { x: 639, y: 479 }],
  ['无护栏', { x: 0, y: 0 }],
  ['防护栏杆缺失，堆载距坑边不足一米，须立即整改并设置警戒', { x: 320, y: 240 }],
])('keeps the words %s at %o on the picture', (text, at) => {
  const em = letterOf(size)
  for (const { row, x, y } of placedText(text, at, size, each => each.length * em)) {
    expect([x >= 0, x + row.length * em <= size.width], row).toEqual([true, true])
    expect([y - em / 2 >= 0, y + em / 2 <= size.height], row).toEqual([true, true])
  }
})

it.each([[2048, 1536], [1536, 2048], [640, 480], [97, 3001], [5, 5], [1, 1]])('makes a mosaic of %d × %d of blocks no smaller than a fortieth of the long edge', (width, height) => {
  const picture = { width, height }
  const corners = [{ x: 0, y: 0 }, { x: width, y: 0 }, { x: width, y: height }, { x: 0, y: height }]
  expect(blockOf(picture)).toBeGreaterThanOrEqual(Math.max(width, height) / 40)
  for (const block of coveredBlocks(corners, picture)) {
    expect(block.x + block.width).toBeLessThanOrEqual(width)
    expect(block.y + block.height).toBeLessThanOrEqual(height)
    expect(Math.min(block.width, width === block.width ? Infinity : block.width)).toBeGreaterThanOrEqual(Math.min(blockOf(picture), width))
    expect(block.height).toBeGreaterThanOrEqual(Math.min(blockOf(picture), height))
  }
})

it('covers every block that a fast stroke has crossed, on one grid', () => {
  const stroke = coveredBlocks([{ x: 10, y: 10 }, { x: 600, y: 10 }], size)
  const columns = new Set(stroke.map(({ x }) => x))
  expect(columns.size).toBeGreaterThanOrEqual(Math.floor(590 / blockOf(size)))
  const again = coveredBlocks([{ x: 13, y: 12 }], size)
  expect(again.every(({ x, y }) => x % blockOf(size) === 0 && y % blockOf(size) === 0)).toBe(true)
})

it('puts the mean of the picture itself over what it covers, also where an arrow was drawn before', () => {
  const picture = aPicture()
  const { drawing, drawn } = aDrawing()
  drawMarks(drawing, [
    { kind: 'arrow', from: { x: 0, y: 100 }, to: { x: 200, y: 100 } },
    { kind: 'mosaic', points: [{ x: 100, y: 100 }] },
  ], picture)
  const blocks = drawn.filter(({ what }) => what === 'fillRect')
  expect(blocks.length).toBeGreaterThan(0)
  for (const { with: colour, at: [x, y, width, height] } of blocks)
    expect(colour).toBe(averageOf(picture, { x: x!, y: y!, width: width!, height: height! }))
})

it('cannot tell one picture from another whose blocks have the same means', () => {
  const [width, height] = [64, 64]
  const step = blockOf({ width, height })
  const flat: Pixels = { width, height, data: Uint8ClampedArray.from({ length: 4 * width * height }).fill(100) }
  const striped: Pixels = { ...flat, data: Uint8ClampedArray.from({ length: 4 * width * height }, (_, i) => ((i >> 2) % step < step / 2 ? 50 : 150)) }
  const coloursOf = (pixels: Pixels) => {
    const { drawing, drawn } = aDrawing()
    drawMarks(drawing, [{ kind: 'mosaic', points: [{ x: 30, y: 30 }] }], pixels)
    return drawn.map(({ with: colour }) => colour)
  }
  expect(coloursOf(striped)).toEqual(coloursOf(flat))
})
