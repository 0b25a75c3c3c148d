import type { Say } from '../../src/camera/watermark'
import { afterEach, expect, it } from 'vitest'
import { paintWatermark, watermarkLines, wrapped } from '../../src/camera/watermark'
import { linesOf } from '../../src/spot-check/watermark'
import { setLocale } from '../../src/words/words'

const say: Say = (word, parameters) => [word, ...Object.values(parameters)].join(' ')
const facts = {
  takenAt: '2026-11-20T02:42:05.123Z',
  place: { lat: 30.205, lon: 120.105004, accuracy_m: 11.6 },
  site: '滨江实验学校新建工程',
  number: '随示检-2026-000001',
  card: '0010801023',
  sha256: '1a2b3c4d'.repeat(8),
}

afterEach(() => setLocale('zh-CN'))

/** Every letter is as wide as it is high; all that is painted is written down. */
function aBrush() {
  const painted: { text: string, x: number, y: number, em: number }[] = []
  const bands: number[][] = []
  let font = ''
  const em = () => Number(/(\d+)px/.exec(font)![1])
  const brush = {
    get font() {
      return font
    },
    set font(wanted: string) {
      font = wanted
    },
    fillStyle: '',
    textBaseline: 'alphabetic' as CanvasTextBaseline,
    measureText: (text: string) => ({ width: Array.from(text).length * em() }) as TextMetrics,
    fillText: (text: string, x: number, y: number) => void painted.push({ text, x, y, em: em() }),
    fillRect: (...box: number[]) => void bands.push(box),
  }
  return { brush, painted, bands }
}

it('tells time in Shanghai, place, site, check, card and the short hash', () => {
  expect(linesOf(facts)).toEqual([
    '2026-11-20 10:42:05 · SHA-256 1a2b3c4d',
    '北纬 30.20500° 东经 120.10500° ±12 m（WGS-84）',
    '滨江实验学校新建工程',
    '编号 随示检-2026-000001 · 执法证 0010801023',
  ])
})

it('says it in English', () => {
  setLocale('en')
  expect(linesOf(facts)[1]).toBe('30.20500° N 120.10500° E ±12 m (WGS-84)')
})

it.each([
  [-30.5, -120.25, '南纬 30.50000° 西经 120.25000° ±12 m（WGS-84）'],
  [0, 0, '北纬 0.00000° 东经 0.00000° ±12 m（WGS-84）'],
])('names the side of the equator and of Greenwich: %s, %s', (lat, lon, line) => {
  expect(linesOf({ place: { lat, lon, accuracy_m: 12 } })).toEqual([line])
})

it('says that nobody knows the place, and says nothing of what this device was not told', () => {
  expect(linesOf({ place: null })).toEqual(['位置未知'])
  expect(watermarkLines({}, say)).toEqual([])
  expect(watermarkLines({ number: '1', card: undefined, site: undefined }, say)).toEqual(['numberLine 1'])
})

it('promises the hash before the shutter, and names the base of a marked copy', () => {
  expect(linesOf({ takenAt: facts.takenAt, sha256: null })).toEqual(['2026-11-20 10:42:05 · SHA-256 拍摄后生成'])
  expect(linesOf({ sha256: facts.sha256, markedOf: 'ffffffff'.repeat(8) })).toEqual(['SHA-256 1a2b3c4d · 标注件，原照片 ffffffff'])
})

it.each([
  ['一二三四五', 3, ['一二三', '四五']],
  ['ab cd ef', 6, ['ab cd', 'ef']],
  ['abcdefgh', 3, ['abc', 'def', 'gh']],
  ['𠮷𠮷𠮷', 2, ['𠮷𠮷', '𠮷']],
  ['一', 0, ['一']],
  ['', 5, []],
])('wraps %s at a width of %d', (line, width, rows) => {
  expect(wrapped(line, width, text => Array.from(text).length)).toEqual(rows)
})

it.each([
  [2048, 1536],
  [1536, 2048],
  [4000, 3000],
  [640, 480],
  [2048, 300],
  [120, 2048],
  [80, 60],
])('stays on a picture of %d × %d', (width, height) => {
  const { brush, painted, bands } = aBrush()
  paintWatermark(brush, [...linesOf(facts), '很长的工程名称'.repeat(6)], { width, height })
  expect(painted.length).toBeGreaterThan(0)
  for (const { text, x, y, em } of painted) {
    expect(x + Array.from(text).length * em, text).toBeLessThanOrEqual(width)
    expect([y - em / 2 >= 0, y + em / 2 <= height], text).toEqual([true, true])
  }
  const [left, top, right, high] = bands[0]!
  expect([left, right, top! + high!]).toEqual([0, width, height])
  expect(top).toBeLessThanOrEqual(painted[0]!.y)
})

it('grows with the picture', () => {
  const emOf = (width: number, height: number) => {
    const { brush, painted } = aBrush()
    paintWatermark(brush, ['一'], { width, height })
    return painted[0]!.em
  }
  expect(emOf(4096, 3072)).toBe(2 * emOf(2048, 1536))
  expect(emOf(3072, 4096)).toBe(emOf(4096, 3072))
})

it('paints nothing where there is nothing to tell, or no room', () => {
  const { brush, painted, bands } = aBrush()
  paintWatermark(brush, [], { width: 100, height: 100 })
  paintWatermark(brush, ['一'], { width: 1, height: 1 })
  expect([painted, bands]).toEqual([[], []])
})
