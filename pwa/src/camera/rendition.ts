/** The long edge of a rendition in pixels (sync.md, Photos 1). */
const longEdge = 2048
const quality = 0.85

/** The size of an image fitted into the long edge; never larger than it was. */
export function fitted(width: number, height: number): { width: number, height: number } {
  const ratio = Math.min(1, longEdge / Math.max(width, height))
  return { width: Math.round(width * ratio), height: Math.round(height * ratio) }
}

/** The canvas as a JPEG without metadata. */
export async function asJpeg(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob(blob => blob ? resolve(blob) : reject(new Error('the canvas gave no image')), 'image/jpeg', quality)
  })
}

/** Decodes an image, turns it upright, fits it into the long edge and encodes it as JPEG without metadata. */
export async function render(bytes: ArrayBuffer, mediaType: string): Promise<ArrayBuffer> {
  const bitmap = await createImageBitmap(new Blob([bytes], { type: mediaType }), { imageOrientation: 'from-image' })
  try {
    const canvas = document.createElement('canvas')
    Object.assign(canvas, fitted(bitmap.width, bitmap.height))
    const context = canvas.getContext('2d')
    if (!context)
      throw new Error('no canvas on this device')
    context.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
    return await (await asJpeg(canvas)).arrayBuffer()
  }
  finally {
    // Weak phones run out of memory when decoded photos wait for the garbage collector.
    bitmap.close()
  }
}
