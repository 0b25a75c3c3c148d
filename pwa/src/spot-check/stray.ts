import type { Photo } from '../store'
import type { Sheet, Signature } from './work'
import { store } from '../phone'
import { loadDrafts, photosOf } from '../store'
import { namedIn } from './answer-photos'
import { draftKeys } from './work'

/** The photos that a draft holds, whatever it is a draft of: a hazard, a correction, a re-check, signatures. */
function heldBy(value: unknown): (string | null)[] {
  if (Array.isArray(value))
    return (value as Signature[]).map(({ photoId }) => photoId)
  return (value as { photoIds?: string[] } | null)?.photoIds ?? []
}

/** The photos that a draft's answers name, be it of a sheet or of a supplement. */
const namedBy = (value: unknown): string[] => [...namedIn((value as Partial<Sheet> | null)?.answers ?? {})]

/** Photos of a check that no command and no draft holds: their page was killed between the shutter and the draft. */
export async function strayPhotos(checkId: string): Promise<string[]> {
  const mine = store()
  const drafts = await loadDrafts(mine, draftKeys(checkId).all)
  const held = new Set(drafts.flatMap(({ value }) => heldBy(value)))
  const named = new Set(drafts.flatMap(({ value }) => namedBy(value)))
  const isHeld = ({ id, rendition }: Photo) => held.has(id) || (rendition !== null && named.has(rendition.sha256))
  const photos = await photosOf(mine, checkId)
  return photos.filter(photo => photo.promisedBy === null && !isHeld(photo)).map(({ id }) => id)
}
