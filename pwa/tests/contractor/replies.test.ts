import type { HazardDetail } from '../../src/hazards/queue'
import type { Store } from '../../src/store'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { freePhotos, loadReply, progressOf, saveReply, sendReply, settleReply } from '../../src/contractor/replies'
import { newId, photosOf } from '../../src/store'
import { sendableOf } from '../../src/store/photos'
import { holdsWork } from '../../src/store/space'
import { aPhoto, aStore } from '../builders'
import 'fake-indexeddb/auto'

let store: Store
const hazardId = newId()

function detail(state: HazardDetail['state'], hashes: string[]) {
  return ({ id: hazardId, state, after_photos: hashes.map(sha256 => ({ sha256 })) }) as unknown as HazardDetail
}

function answering(status: number, body: object) {
  const asked: unknown[] = []
  vi.stubGlobal('fetch', async (request: Request) => {
    asked.push(await request.json())
    return new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } })
  })
  return asked
}

beforeEach(async () => {
  store = await aStore()
})
afterEach(() => {
  vi.unstubAllGlobals()
  store.close()
})

describe('a reply', () => {
  it('is there again when its page was closed, with its photos', async () => {
    const photo = await aPhoto(store, hazardId)
    await saveReply(store, hazardId, { note: '已加锁', photoIds: [] })
    expect(await loadReply(store, hazardId)).toEqual({ note: '已加锁', photoIds: [photo.id] })
  })

  it('promises its photos, which are then owed and no draft any more', async () => {
    const photo = await aPhoto(store, hazardId)
    await saveReply(store, hazardId, { note: '已加锁', photoIds: [] })
    expect(await sendableOf(store, 'rendition')).toEqual([])
    const asked = answering(200, detail('replied', []))
    await sendReply(store, hazardId, '已加锁')
    expect(asked).toMatchObject([{ note: '已加锁', photos: [{ sha256: photo.rendition!.sha256, source: 'camera' }] }])
    expect((await sendableOf(store, 'rendition')).map(({ photoId }) => photoId)).toEqual([photo.id])
    expect(await freePhotos(store, hazardId)).toEqual([])
    expect(await loadReply(store, hazardId)).toEqual({ note: '', photoIds: [] })
    expect(progressOf(await photosOf(store, hazardId))).toEqual({ sent: 0, all: 1, refused: [], originals: 0 })
    // Signing out would lock it, not wipe it.
    expect(await holdsWork(store)).toBe(true)
  })

  it('that is refused keeps everything as it was', async () => {
    const photo = await aPhoto(store, hazardId)
    await saveReply(store, hazardId, { note: '已加锁', photoIds: [] })
    answering(409, { code: 'hazard.is_closed', message: '', details: {} })
    await expect(sendReply(store, hazardId, '已加锁')).rejects.toMatchObject({ code: 'hazard.is_closed' })
    expect(await loadReply(store, hazardId)).toEqual({ note: '已加锁', photoIds: [photo.id] })
  })

  it('whose answer was lost is seen to have come, and only its photos are sent', async () => {
    const photo = await aPhoto(store, hazardId)
    await saveReply(store, hazardId, { note: '已加锁', photoIds: [] })
    await settleReply(store, detail('replied', [photo.rendition!.sha256]))
    expect((await sendableOf(store, 'rendition')).map(({ photoId }) => photoId)).toEqual([photo.id])
    expect((await loadReply(store, hazardId)).note).toBe('')
  })

  it('that still waits is not taken for one that came, though an earlier one had the same photo', async () => {
    const photo = await aPhoto(store, hazardId)
    await saveReply(store, hazardId, { note: '再次整改', photoIds: [] })
    await settleReply(store, detail('returned', [photo.rendition!.sha256]))
    expect(await sendableOf(store, 'rendition')).toEqual([])
    expect((await loadReply(store, hazardId)).note).toBe('再次整改')
  })
})
