/** How wide a small picture is: twice what a list shows of it, for screens that are that fine. */
const edge = 144
const quality = 0.8

/** A small picture of a large one, cut square; null where this browser cannot make one. */
export async function smallOf(bytes: ArrayBuffer, mediaType: string): Promise<Blob | null> {
  const bitmap = await createImageBitmap(new Blob([bytes], { type: mediaType })).catch(() => null)
  if (!bitmap)
    return null
  try {
    const canvas = document.createElement('canvas')
    Object.assign(canvas, { width: edge, height: edge })
    const from = Math.min(bitmap.width, bitmap.height)
    canvas.getContext('2d')?.drawImage(bitmap, (bitmap.width - from) / 2, (bitmap.height - from) / 2, from, from, 0, 0, edge, edge)
    return await new Promise(resolve => canvas.toBlob(resolve, 'image/jpeg', quality))
  }
  finally {
    bitmap.close()
  }
}
