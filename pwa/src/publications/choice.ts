/** Which photos go public: nothing by default, and nothing that nobody has looked at. */
export interface Choice { chosen: ReadonlySet<string>, cleared: ReadonlySet<string> }

export const nothingChosen: Choice = { chosen: new Set(), cleared: new Set() }

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
