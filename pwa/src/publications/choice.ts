/** Which photos go public: nothing by default, and nothing that nobody has looked at. */
export interface Choice { chosen: ReadonlySet<string>, cleared: ReadonlySet<string> }

export const nothingChosen: Choice = { chosen: new Set(), cleared: new Set() }

/** What is public already was looked at when it became so. */
export function alreadyPublic(photos: readonly { sha256: string }[]): Choice {
  const hashes = photos.map(({ sha256 }) => sha256)
  return { chosen: new Set(hashes), cleared: new Set(hashes) }
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
export function choose({ chosen, cleared }: Choice, sha256: string): Choice {
  return { chosen: toggled(chosen, sha256), cleared: without(cleared, sha256) }
}

/** Says, or no longer says, that neither face nor number plate is on a chosen photo. */
export function clear({ chosen, cleared }: Choice, sha256: string): Choice {
  return { chosen, cleared: toggled(cleared, sha256) }
}

/** The chosen photos about which nobody has said so yet. */
export function unclear({ chosen, cleared }: Choice): string[] {
  return [...chosen].filter(sha256 => !cleared.has(sha256))
}

/** What a correction changes in public: photos that come and photos that go. */
export function compare({ chosen }: Choice, photos: readonly { sha256: string }[]) {
  const out = new Set(photos.map(({ sha256 }) => sha256))
  return {
    more: [...chosen].filter(sha256 => !out.has(sha256)).length,
    fewer: [...out].filter(sha256 => !chosen.has(sha256)).length,
  }
}
