import type { Size } from './watermark'
import { sequential } from '../sync/once'
import { asJpeg } from './rendition'
import { paintWatermark, usualEms } from './watermark'

export interface Wanted {
  /** Between these is the long edge of the copy, in pixels. */
  least?: number
  most?: number
  /** How many letters its long edge has room for. */
  ems?: number
}

function sizedAs({ width, height }: Size, { least = 0, most = Infinity }: Wanted): Size {
  const edge = Math.max(width, height)
  const ratio = Math.min(Math.max(edge, least), most) / edge
  return { width: Math.round(width * ratio), height: Math.round(height * ratio) }
}

async function draw(picture: Blob, lines: readonly string[], wanted: Wanted = {}): Promise<Blob> {
  const bitmap = await createImageBitmap(picture, { imageOrientation: 'from-image' })
  try {
    const canvas = document.createElement('canvas')
    Object.assign(canvas, sizedAs(bitmap, wanted))
    const context = canvas.getContext('2d')
    if (!context)
      throw new Error('no canvas on this device')
    context.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
    paintWatermark(context, lines, canvas, wanted.ems ?? usualEms)
    return await asJpeg(canvas)
  }
  finally {
    bitmap.close()
  }
}

/**
 * A copy of a picture with these lines on it, for the eye and the printer; the picture stays as it is. Throws where it cannot be decoded.
 * One at a time: several decoded at once are too much for a weak phone.
 */
export const watermarked = sequential(draw)
