/** From shutter to evidence: original first, then hashes and rendition. */
export { capture, finishLeftOver, keepDrawing } from './capture'
export { sha256 } from './digest'
export { locate } from './position'
export { smallOf } from './small'
export { type Camera, hasLiveCamera, openCamera } from './stream'
export { paintWatermark, type WatermarkFacts, watermarkLines } from './watermark'
export { watermarked } from './watermarked'
