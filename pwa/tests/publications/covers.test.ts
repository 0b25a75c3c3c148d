import { describe, expect, it } from 'vitest'
import { drawn, first, fitted, pressed } from '../../src/publications/covers'

const size = { width: 640, height: 480 }

describe('a cover', () => {
  it('is drawn from any corner to any other, in whole pixels', () => {
    const cover = { x: 100, y: 80, width: 60, height: 70 }
    expect(drawn({ x: 100.4, y: 80.2 }, { x: 160.3, y: 149.6 }, size)).toEqual(cover)
    expect(drawn({ x: 160, y: 150 }, { x: 100, y: 80 }, size)).toEqual(cover)
    expect(drawn({ x: 100, y: 150 }, { x: 160, y: 80 }, size)).toEqual(cover)
  })

  it('ends where its picture ends', () => {
    expect(drawn({ x: 600, y: 400 }, { x: 900, y: 900 }, size)).toEqual({ x: 600, y: 400, width: 40, height: 80 })
    expect(drawn({ x: -50, y: -50 }, { x: 20, y: 20 }, size)).toEqual({ x: 0, y: 0, width: 20, height: 20 })
  })

  it('is nothing where somebody merely touched the picture', () => {
    expect(drawn({ x: 100, y: 80 }, { x: 103, y: 200 }, size)).toBeNull()
    expect(drawn({ x: 900, y: 900 }, { x: 950, y: 950 }, size)).toBeNull()
  })

  it('moves and is resized by arrow keys, and never leaves the picture', () => {
    const cover = { x: 5, y: 400, width: 60, height: 70 }
    expect(pressed(cover, 'ArrowRight', false, size)).toEqual({ ...cover, x: 15 })
    expect(pressed(cover, 'ArrowLeft', false, size)).toEqual({ ...cover, x: 0 })
    expect(pressed(cover, 'ArrowDown', false, size)).toEqual({ ...cover, y: 410 })
    expect(pressed(cover, 'ArrowDown', true, size)).toEqual({ ...cover, height: 80 })
    expect(pressed({ ...cover, height: 80 }, 'ArrowDown', true, size)).toEqual({ ...cover, height: 80 })
    expect(pressed({ ...cover, width: 12 }, 'ArrowLeft', true, size)).toEqual({ ...cover, width: 8 })
    expect(pressed(cover, 'a', false, size)).toBeNull()
  })

  it('begins in the middle, for who draws with keys', () => {
    expect(first(size)).toEqual({ x: 256, y: 192, width: 128, height: 96 })
    expect(fitted(first({ width: 4, height: 3 }), { width: 4, height: 3 })).toEqual({ x: 0, y: 0, width: 4, height: 3 })
  })
})
