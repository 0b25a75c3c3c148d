import type { Signature } from './work'
import { store } from '../phone'
import { loadDrafts, photosOf } from '../store'
import { draftKeys } from './work'

/** The photos that a draft holds, whatever it is a draft of: a hazard, a correction, a re-check, signatures. */
function heldBy(value: unknown): (string | null)[] {
  if (Array.isArray(value))
    return (value as Signature[]).map(({ photoId }) => photoId)
  return (value as { photoIds?: string[] } | null)?.photoIds ?? []
}

/** Photos of a check that no command and no draft holds: their page was killed between the shutter and the draft. */
export async function strayPhotos(checkId: string): Promise<string[]> {
  const mine = store()
  const drafts = await loadDrafts(mine, draftKeys(checkId).all)
  const held = new Set(drafts.flatMap(({ value }) => heldBy(value)))
  const photos = await photosOf(mine, checkId)
  return photos.filter(({ id, promisedBy }) => promisedBy === null && !held.has(id)).map(({ id }) => id)
}
