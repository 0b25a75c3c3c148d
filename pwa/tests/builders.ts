import type { Evidence } from '../src/evidence/lines'
import type { NewCommand, Photo, Store } from '../src/store'
import type { Verdict } from '../src/sync/wire'
import { keepDrawing } from '../src/camera'
import { keep, newId, openStore, promiseOf } from '../src/store'

/** A store of a person who is new on this phone. */
export const aStore = async (personId = newId()) => openStore(personId)

export function aStart(checkId = newId()): NewCommand {
  return { name: 'spot_check.start', args: { spot_check_id: checkId, started_at: '2026-11-20T02:00:00Z', position: null } }
}

export function anAnswer(checkId = newId(), note = ''): NewCommand {
  const answers = { 'B1-1': { result: 'conforming' as const, deduction: 0, note } }
  return { name: 'spot_check.answer', args: { spot_check_id: checkId, checklist_version_id: newId(), answers } }
}

export function aHazard(checkId: string, photos: Photo[]): NewCommand {
  return {
    name: 'hazard.report',
    args: {
      hazard_id: newId(),
      spot_check_id: checkId,
      checklist_version_id: newId(),
      item_id: 'B1-1',
      description: '二级配电箱无门锁',
      location: '3# 楼东侧',
      clause: 'JGJ 59-2011 3.14.3',
      grade: 'general',
      due_on: '2026-11-27',
      party_id: newId(),
      photos: photos.map(promiseOf),
    },
  }
}

/** A finished photo of `size` bytes, no two alike. */
export async function aPhoto(store: Store, checkId: string, size = 1000): Promise<Photo> {
  const bytes = new Uint8Array(size).fill(7)
  bytes.set(new TextEncoder().encode(newId()))
  return keepDrawing(store, checkId, new Blob([bytes], { type: 'image/png' }))
}

/** A hazard with one photo of `size` bytes, in the outbox. */
export async function aKeptPhoto(store: Store, size = 1000): Promise<Photo> {
  const checkId = newId()
  const photo = await aPhoto(store, checkId, size)
  await keep(store, [aHazard(checkId, [photo])])
  return photo
}

export function accepted(id: string, extra: Partial<Verdict> = {}): Verdict {
  return { id, verdict: 'accepted', code: null, flags: [], details: {}, receipt: null, ...extra }
}

export function refused(id: string, code: string): Verdict {
  return { ...accepted(id), verdict: 'refused', code }
}

/** What the desk is told of a photo: taken with the camera, here, and nothing to doubt. */
export function anEvidence(given: Partial<Evidence> = {}): Evidence {
  return {
    sha256: 'a'.repeat(64),
    state: 'rendered',
    reason: null,
    kind: 'evidence',
    source: 'camera',
    taken_at: '2026-11-20T06:03:07Z',
    received_at: '2026-11-20T06:05:00Z',
    receipt: null,
    clock_offset_ms: 0,
    position: null,
    place: null,
    inside_boundary: null,
    card_number: null,
    marked_of: null,
    written: null,
    original: null,
    doubts: [],
    flags: [],
    ...given,
  }
}
