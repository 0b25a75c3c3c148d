/** Which lines of a list are taken together; of lines that are gone from it none stays taken. */
export type Selection = ReadonlySet<string>

export const nothing: Selection = new Set()

export function toggled(selection: Selection, id: string): Selection {
  const next = new Set(selection)
  if (!next.delete(id))
    next.add(id)
  return next
}

/** All that is shown, or none when all is selected already. */
export function allOrNone(selection: Selection, shown: readonly string[]): Selection {
  return shown.every(id => selection.has(id)) ? nothing : new Set(shown)
}

export function onlyShown(selection: Selection, shown: readonly string[]): Selection {
  return new Set(shown.filter(id => selection.has(id)))
}
