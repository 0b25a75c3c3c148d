/** Small pictures of the photos on this phone, made when they are seen; never more than one photo is decoded at a time. */
import type { Photo, Store } from '../store'
import { smallOf } from '../camera'
import { readBytes } from '../store'
import { sequential } from '../sync/once'

/** Some kilobytes each; the first to come is the first to go. */
const keptAtMost = 200
const kept = new Map<string, Blob>()

function keep(sha256: string, small: Blob) {
  kept.set(sha256, small)
  const [oldest] = kept.keys()
  if (kept.size > keptAtMost && oldest !== undefined)
    kept.delete(oldest)
}

async function make(store: Store, { id, rendition }: Photo, isWanted: () => boolean): Promise<Blob | null> {
  const known = rendition && kept.get(rendition.sha256)
  if (known || !rendition || !isWanted())
    return known ?? null
  // The original may be a format that only the shutter's maker knows; the rendition is always readable.
  const bytes = await readBytes(store, id, 'rendition')
  if (!bytes)
    return null
  const small = await smallOf(bytes, rendition.media_type)
  if (small)
    keep(rendition.sha256, small)
  return small ?? new Blob([bytes], { type: rendition.media_type })
}

/** The small picture of a photo; null when it is not wanted any more, or there is none. */
export const thumbOf = sequential(make)
