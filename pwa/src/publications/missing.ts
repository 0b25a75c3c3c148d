import { words } from './words'

/** What keeps a check from publication, in words: `record`, `hazard:<id>`, `photo:<sha256>`. */
export function missingWords(missing: readonly string[]): string[] {
  const count = (kind: string) => missing.filter(each => each === kind || each.startsWith(`${kind}:`)).length
  const known = ['record', 'hazard', 'photo'] as const
  const others = missing.filter(each => !known.some(kind => each === kind || each.startsWith(`${kind}:`)))
  return [
    count('record') > 0 && words('missingRecord'),
    count('hazard') > 0 && words('missingHazards', { n: count('hazard') }),
    count('photo') > 0 && words('missingPhotos', { n: count('photo') }),
    ...others,
  ].filter(phrase => phrase !== false)
}
