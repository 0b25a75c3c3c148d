/** The live camera, for several photos in a row; plain functions around what the browser gives. */

/** Chromium's still camera: more pixels than the live picture. Other browsers have none. */
interface StillCamera { takePhoto: () => Promise<Blob> }
type StillCameraOf = new (track: MediaStreamTrack) => StillCamera

export interface Camera {
  stream: MediaStream
  /** One photo as the camera gives it, or the live picture where it gives none. */
  shoot: (video: HTMLVideoElement) => Promise<Blob>
  stop: () => void
}

/** A still camera that does not answer must not keep the inspector waiting. */
const patienceMs = 3_000
const quality = 0.95
const wanted = { facingMode: { ideal: 'environment' }, width: { ideal: 4096 }, height: { ideal: 3072 } }

/** Whether this browser can show the camera on a page: not without HTTPS, and not in every web view. */
export const hasLiveCamera = () => typeof navigator.mediaDevices?.getUserMedia === 'function'

function stillCameraOf(stream: MediaStream): StillCamera | null {
  const { ImageCapture } = globalThis as { ImageCapture?: StillCameraOf }
  const [track] = stream.getVideoTracks()
  return ImageCapture && track ? new ImageCapture(track) : null
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const late = new Promise<never>((_, reject) => setTimeout(() => reject(new Error('the camera did not answer')), ms))
  return Promise.race([work, late])
}

/** The live picture as it is shown, in the camera's own size. */
async function frameOf(video: HTMLVideoElement): Promise<Blob> {
  const canvas = document.createElement('canvas')
  Object.assign(canvas, { width: video.videoWidth, height: video.videoHeight })
  const context = canvas.getContext('2d')
  if (!context || canvas.width === 0)
    throw new Error('the camera shows nothing yet')
  context.drawImage(video, 0, 0)
  return new Promise((resolve, reject) => {
    canvas.toBlob(blob => blob ? resolve(blob) : reject(new Error('the canvas gave no image')), 'image/jpeg', quality)
  })
}

/** Opens the camera on the back. Throws as getUserMedia does, for one when it is not allowed. */
export async function openCamera(): Promise<Camera> {
  const stream = await navigator.mediaDevices.getUserMedia({ video: wanted, audio: false })
  let still = stillCameraOf(stream)
  async function shoot(video: HTMLVideoElement): Promise<Blob> {
    const photo = still && await within(patienceMs, still.takePhoto()).catch(() => null)
    if (photo && photo.size > 0)
      return photo
    // Some phones promise a still camera and have none; asked once, they are not asked again.
    still = null
    return frameOf(video)
  }
  return { stream, shoot, stop: () => stream.getTracks().forEach(track => track.stop()) }
}
