/** The photos that answers name: by the hashes of their renditions, for a phone's own names mean nothing elsewhere. */
import type { Answers, Photo, PhotoPromise } from '../store'
import { promiseOf } from '../store'

/** The hashes that these answers name. */
export function namedIn(answers: Answers): Set<string> {
  return new Set(Object.values(answers).flatMap(({ given }) => given?.photos ?? []))
}

/**
 * What a command with these answers promises: each photo that they name and this phone holds. One that was promised
 * before is promised again: whichever of the commands is accepted first lets it be sent. Nothing where there is none.
 */
export function promisedBy(answers: Answers, photos: readonly Photo[]): { photos?: PhotoPromise[] } {
  const named = namedIn(answers)
  const held = new Map(photos.flatMap(photo => (photo.rendition && named.has(photo.rendition.sha256) ? [[photo.rendition.sha256, photo] as const] : [])))
  return held.size > 0 ? { photos: [...held.values()].map(promiseOf) } : {}
}

/** The hashes of these photos, each once, before those of photos that this phone does not hold. */
export function hashesOf(ids: readonly string[], before: readonly string[], photos: readonly Photo[]): string[] {
  const held = new Set(photos.map(({ rendition }) => rendition?.sha256))
  const own = ids.flatMap(id => photos.find(photo => photo.id === id)?.rendition?.sha256 ?? [])
  return [...new Set([...own, ...before.filter(hash => !held.has(hash))])]
}

/** The photos of this phone that an answer names, by their ids. */
export function idsOf(hashes: readonly string[], photos: readonly Photo[]): string[] {
  return hashes.flatMap(hash => photos.find(({ rendition }) => rendition?.sha256 === hash)?.id ?? [])
}
