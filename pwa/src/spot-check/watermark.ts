import type { WatermarkFacts } from '../camera'
import type { Photo } from '../store'
import type { WholeCheck } from './file'
import { watermarkLines } from '../camera'
import { me } from '../session'
import { fill, locale } from '../words/words'
import { words } from './watermark-words'

/** The lines of a watermark in the language on screen. */
export function linesOf(facts: WatermarkFacts): string[] {
  return watermarkLines(facts, (word, parameters) => fill(words.catalogues[locale.value][word], parameters))
}

/** What a photo of this phone's own tells of itself. */
export function factsOf({ takenAt, position, rendition, markedOf }: Photo): WatermarkFacts {
  return { takenAt, place: position, sha256: rendition?.sha256 ?? null, markedOf }
}

/** The lines of a photo of this phone's own, or, where it has only a picture of it, what it was told. */
export function linesOnRecord({ check, site }: Pick<WholeCheck, 'check' | 'site'>, photo: Photo | string): string[] {
  const about = { number: check.number, site: site?.name }
  if (typeof photo === 'string')
    return linesOf({ ...about, sha256: photo })
  return linesOf({ ...about, card: me.value?.card_number ?? undefined, ...factsOf(photo) })
}
