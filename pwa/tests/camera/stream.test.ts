import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { hasLiveCamera, openCamera } from '../../src/camera'

const stop = vi.fn()
const stream = { getVideoTracks: () => [{}], getTracks: () => [{ stop }] }
const frame = new Blob(['frame'], { type: 'image/jpeg' })
const still = new Blob(['still'], { type: 'image/jpeg' })
const video = { videoWidth: 1280, videoHeight: 720 } as HTMLVideoElement

function aPhoneWith(takePhoto: (() => Promise<Blob>) | null) {
  vi.stubGlobal('navigator', { mediaDevices: { getUserMedia: async () => stream } })
  vi.stubGlobal('ImageCapture', takePhoto === null ? undefined : class { takePhoto = takePhoto })
}

beforeEach(() => {
  vi.spyOn(document, 'createElement').mockReturnValue({
    width: 0,
    height: 0,
    getContext: () => ({ drawImage: () => undefined }),
    toBlob: (give: (blob: Blob) => void) => give(frame),
  } as unknown as HTMLElement)
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
  stop.mockClear()
})

it('takes the still camera\'s photo where there is one, and the live picture where there is none', async () => {
  aPhoneWith(async () => still)
  expect(await (await openCamera()).shoot(video)).toBe(still)
  aPhoneWith(null)
  expect(await (await openCamera()).shoot(video)).toBe(frame)
})

it('does not wait for a still camera that never answers, and does not ask it twice', async () => {
  vi.useFakeTimers()
  const takePhoto = vi.fn(async () => new Promise<Blob>(() => {}))
  aPhoneWith(takePhoto)
  const camera = await openCamera()
  const first = camera.shoot(video)
  await vi.advanceTimersByTimeAsync(3_000)
  expect(await first).toBe(frame)
  expect(await camera.shoot(video)).toBe(frame)
  expect(takePhoto).toHaveBeenCalledTimes(1)
})

it('lets the camera go when it is closed', async () => {
  aPhoneWith(null)
  const camera = await openCamera()
  camera.stop()
  expect(stop).toHaveBeenCalledTimes(1)
})

it('is not offered by a web view without one', () => {
  vi.stubGlobal('navigator', {})
  expect(hasLiveCamera()).toBe(false)
})
