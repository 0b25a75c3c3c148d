import type { Mark, Pixels } from './marking'
import { drawMarks } from './marking'
import { asJpeg } from './rendition'

/** A picture that is being drawn on: what is seen of it, and its pixels. */
export interface Base { bitmap: ImageBitmap, pixels: Pixels }

function canvasOf(bitmap: ImageBitmap): CanvasRenderingContext2D {
  const canvas = document.createElement('canvas')
  Object.assign(canvas, { width: bitmap.width, height: bitmap.height })
  const context = canvas.getContext('2d')
  if (!context)
    throw new Error('no canvas on this device')
  context.drawImage(bitmap, 0, 0)
  return context
}

/** Decodes a picture to draw on; whoever asked closes its bitmap. Throws where this device cannot decode it. */
export async function baseOf(picture: Blob): Promise<Base> {
  const bitmap = await createImageBitmap(picture, { imageOrientation: 'from-image' })
  const { width, height } = bitmap
  return { bitmap, pixels: canvasOf(bitmap).getImageData(0, 0, width, height) }
}

/** The copy with its marks, in the base's own size, as a JPEG without metadata. */
export async function markedCopy({ bitmap, pixels }: Base, marks: readonly Mark[]): Promise<Blob> {
  const context = canvasOf(bitmap)
  drawMarks(context, marks, pixels)
  return asJpeg(context.canvas)
}
