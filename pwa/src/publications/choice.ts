import type { Cover } from './covers'

/** Which photos go public and what of them is covered: nothing by default, and nothing that nobody has looked at. */
export interface Choice {
  chosen: ReadonlySet<string>
  cleared: ReadonlySet<string>
  covers: Readonly<Record<string, readonly Cover[]>>
}

export const nothingChosen: Choice = { chosen: new Set(), cleared: new Set(), covers: {} }

/** What is public already was looked at when it became so. */
export function alreadyPublic(photos: readonly { sha256: string }[], covers: Choice['covers']): Choice {
  const hashes = photos.map(({ sha256 }) => sha256)
  return { chosen: new Set(hashes), cleared: new Set(hashes), covers }
}

function toggled(set: ReadonlySet<string>, sha256: string): Set<string> {
  const next = new Set(set)
  if (!next.delete(sha256))
    next.add(sha256)
  return next
}

function without(set: ReadonlySet<string>, sha256: string): Set<string> {
  return new Set([...set].filter(each => each !== sha256))
}

/** Chooses a photo or takes it back; taken back, it has to be looked at again. */
export function choose(choice: Choice, sha256: string): Choice {
  return { ...choice, chosen: toggled(choice.chosen, sha256), cleared: without(choice.cleared, sha256) }
}

/** Says, or no longer says, that neither face nor number plate can be seen on a chosen photo. */
export function clear(choice: Choice, sha256: string): Choice {
  return { ...choice, cleared: toggled(choice.cleared, sha256) }
}

/** Covers parts of a photo; covered otherwise, it has to be looked at again. */
export function cover(choice: Choice, sha256: string, covers: readonly Cover[]): Choice {
  return { ...choice, cleared: without(choice.cleared, sha256), covers: { ...choice.covers, [sha256]: covers } }
}

/** The chosen photos about which nobody has said so yet. */
export function unclear({ chosen, cleared }: Choice): string[] {
  return [...chosen].filter(sha256 => !cleared.has(sha256))
}

/** What goes out: the chosen photos, and what is covered of them. */
export function shown({ chosen, covers }: Choice): { photos: string[], covers: Record<string, Cover[]> } {
  const photos = [...chosen]
  const covered = photos.filter(sha256 => (covers[sha256]?.length ?? 0) > 0)
  return { photos, covers: Object.fromEntries(covered.map(sha256 => [sha256, [...covers[sha256] ?? []]])) }
}

/** What a correction changes in public: photos that come and photos that go. */
export function compare({ chosen }: Choice, photos: readonly { sha256: string }[]) {
  const out = new Set(photos.map(({ sha256 }) => sha256))
  return {
    more: [...chosen].filter(sha256 => !out.has(sha256)).length,
    fewer: [...out].filter(sha256 => !chosen.has(sha256)).length,
  }
}
