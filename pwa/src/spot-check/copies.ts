/** Marked copies beside what they were drawn on. */
import type { Photo } from '../store'
import { draftKeys } from './work'

/** The copies that were drawn on a photo. */
export function copiesOf<T extends Pick<Photo, 'markedOf'>>({ rendition }: Pick<Photo, 'rendition'>, photos: readonly T[]): T[] {
  return rendition ? photos.filter(({ markedOf }) => markedOf === rendition.sha256) : []
}

/** The ids with a copy's put behind its base's, after those of earlier copies. */
export function withCopy(ids: readonly string[], base: Photo, copy: Photo, photos: readonly Photo[]): string[] {
  const family = new Set([base.id, ...copiesOf(base, photos).map(({ id }) => id)])
  const last = ids.reduce((found, id, n) => (family.has(id) ? n : found), ids.length - 1)
  return [...ids.slice(0, last + 1), copy.id, ...ids.slice(last + 1)].filter((id, n, all) => all.indexOf(id) === n)
}

/** What removes the drawings that were begun on photos and not kept. */
export function withoutDrawings(checkId: string, photos: readonly Pick<Photo, 'id'>[]): Record<string, null> {
  return Object.fromEntries(photos.map(({ id }) => [draftKeys(checkId).marks(id), null]))
}
