interface Shown { sha256: string, marked_of?: string | null }

/** Photos in their order, each followed by its marked copies; a copy whose base is not among them keeps its place. */
export function besideBase<T extends Shown>(photos: readonly T[]): T[] {
  const known = new Set(photos.map(({ sha256 }) => sha256))
  const isCopyHere = ({ marked_of: base }: T) => typeof base === 'string' && known.has(base)
  return photos
    .filter(photo => !isCopyHere(photo))
    .flatMap(photo => [photo, ...photos.filter(each => isCopyHere(each) && each.marked_of === photo.sha256)])
}
