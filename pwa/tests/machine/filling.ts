/** Fills a phone as weeks without a network would, by the app's own store, in a page that is not the app. */
import type { NewCommand, Photo, Store } from '../../src/store'
import { sha256 } from '../../src/camera/digest'
import { keep, newId, openStore, promiseOf } from '../../src/store'
import { keepRendition, unsentFile } from '../../src/store/photos'

/** `hazards`: how many photos each has; they are dealt out over the checks in turn. */
export interface Order {
  person: string
  /** Each with the party of its site that has to rectify. */
  checks: { id: string, party: string }[]
  version: string
  items: string[]
  hazards: number[]
}

export interface Filled { commands: string[], photos: string[], bytes: number }

const size = { width: 2048, height: 1536 }
/** The pictures are alike but for a comment inside: to decode each costs what a photo costs. */
const picturesAtMost = 8

/** A picture as large as a rendition is, of coarse noise: some 200 kB. */
async function picture(): Promise<Uint8Array> {
  const coarse = new OffscreenCanvas(128, 96)
  const noise = new Uint8ClampedArray(crypto.getRandomValues(new Uint8Array(128 * 96 * 4)).map((value, n) => n % 4 === 3 ? 255 : value))
  coarse.getContext('2d')!.putImageData(new ImageData(noise, 128, 96), 0, 0)
  const canvas = new OffscreenCanvas(size.width, size.height)
  canvas.getContext('2d')!.drawImage(coarse, 0, 0, size.width, size.height)
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.4 })
  return new Uint8Array(await blob.arrayBuffer())
}

/** The same picture with a comment of its own behind the JPEG's first marker, so that no two have the same hash. */
function unlike(jpeg: Uint8Array): ArrayBuffer {
  const comment = crypto.getRandomValues(new Uint8Array(16))
  const bytes = new Uint8Array(jpeg.length + 4 + comment.length)
  bytes.set(jpeg.subarray(0, 2))
  bytes.set([0xFF, 0xFE, 0, 2 + comment.length], 2)
  bytes.set(comment, 6)
  bytes.set(jpeg.subarray(2), 6 + comment.length)
  return bytes.buffer
}

async function takePhoto(store: Store, checkId: string, jpeg: Uint8Array): Promise<Photo> {
  const bytes = unlike(jpeg)
  const rendition = { ...unsentFile, sha256: await sha256(bytes), size: bytes.byteLength, media_type: 'image/jpeg' as const }
  const photo: Photo = {
    id: newId(),
    checkId,
    takenAt: new Date().toISOString(),
    source: 'camera',
    position: null,
    state: 'ready',
    mediaType: 'image/jpeg',
    rendition,
    original: null,
    promisedBy: null,
  }
  await keepRendition(store, photo, bytes)
  return photo
}

type Check = Order['checks'][number]

function report({ version, items }: Order, { id: checkId, party }: Check, n: number, photos: Photo[]): NewCommand {
  const due_on = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10)
  return {
    name: 'hazard.report',
    args: {
      hazard_id: newId(),
      spot_check_id: checkId,
      checklist_version_id: version,
      item_id: items[n % items.length]!,
      description: `二级配电箱无门锁 ${n + 1}`,
      location: '3# 楼东侧',
      clause: 'GB 1',
      grade: 'general',
      due_on,
      party_id: party,
      photos: photos.map(promiseOf),
    },
  }
}

/** Begins a check and answers its list, as the record page leaves them behind. */
async function begin(store: Store, { version, items }: Order, checkId: string) {
  const startedAt = new Date().toISOString()
  const answers = Object.fromEntries(items.map(item => [item, { result: 'conforming' as const, deduction: 0, note: '' }]))
  await keep(
    store,
    [
      { name: 'spot_check.start', args: { spot_check_id: checkId, started_at: startedAt, position: null } },
      { name: 'spot_check.answer', args: { spot_check_id: checkId, checklist_version_id: version, answers } },
    ],
    {
      [`check/${checkId}/start`]: { startedAt, position: null },
      [`check/${checkId}/sheet/${version}`]: { answers, at: null, changed: false },
    },
  )
}

/** Begins every check, then finds hazard after hazard; answers what is on the phone, in the order of its making. */
export async function fill(order: Order): Promise<Filled> {
  const store = await openStore(order.person)
  const pictures = await Promise.all(Array.from({ length: picturesAtMost }, picture))
  const photos: Photo[] = []
  for (const { id } of order.checks)
    await begin(store, order, id)
  for (const [n, count] of order.hazards.entries()) {
    const check = order.checks[n % order.checks.length]!
    const taken: Photo[] = []
    for (let k = 0; k < count; k++)
      taken.push(await takePhoto(store, check.id, pictures[(n + k) % picturesAtMost]!))
    await keep(store, [report(order, check, n, taken)])
    photos.push(...taken)
  }
  const entries = await store.db.getAllFromIndex('outbox', 'queue')
  store.close()
  return {
    commands: entries.map(({ id }) => id),
    photos: photos.map(({ rendition }) => rendition!.sha256),
    bytes: photos.reduce((sum, { rendition }) => sum + rendition!.size, 0),
  }
}
