/** A signature as it is drawn: lines of points in CSS pixels. */
export interface Point { x: number, y: number }
export type Stroke = Point[]

const penWidth = 3
/** Two device pixels for each of CSS: sharp in print, and a few kilobytes. */
export const sharpness = 2

function line(context: CanvasRenderingContext2D, [first, ...rest]: Stroke) {
  if (!first)
    return
  context.beginPath()
  context.moveTo(first.x, first.y)
  // A mere touch is a dot.
  for (const { x, y } of rest.length > 0 ? rest : [{ x: first.x + 0.1, y: first.y }])
    context.lineTo(x, y)
  context.stroke()
}

/** Draws all strokes in dark ink on white. */
export function draw(canvas: HTMLCanvasElement, strokes: readonly Stroke[]): void {
  const context = canvas.getContext('2d')
  if (!context)
    return
  context.setTransform(1, 0, 0, 1, 0, 0)
  context.fillStyle = '#fff'
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.setTransform(sharpness, 0, 0, sharpness, 0, 0)
  Object.assign(context, { lineWidth: penWidth, lineCap: 'round', lineJoin: 'round', strokeStyle: '#17212b' })
  strokes.forEach(stroke => line(context, stroke))
}

/** The canvas as a PNG. */
export async function asPng(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob(blob => blob ? resolve(blob) : reject(new Error('the canvas gave no image')), 'image/png')
  })
}
