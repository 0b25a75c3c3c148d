import type { Choice } from './choice'
import type { PublicationVersion } from './publications'

export type PreviewLanguage = 'zh-CN' | 'en'
export type PreviewWidth = 'phone' | 'desk'

/** What is to be shown: what is out or would be, a correction, or the notice. */
export interface Previewed {
  kind: PublicationVersion['kind']
  photos?: readonly string[]
  covers?: Choice['covers']
  reason?: string
}

/** So much of a hash names a photo of one check; an address has no room for two hundred whole ones. */
const beginning = 8

/** Where the server shows a page as the public would see it. */
export function previewAddress(spotCheckId: string, language: PreviewLanguage, { kind, photos = [], covers = {}, reason = '' }: Previewed): string {
  const query = new URLSearchParams({ language, kind })
  if (reason.trim())
    query.set('reason', reason.trim())
  const chosen = photos.map(sha256 => sha256.slice(0, beginning)).join(',')
  const covered = Object.entries(covers).flatMap(([sha256, some]) =>
    some.map(({ x, y, width, height }) => `${sha256.slice(0, beginning)}:${x}.${y}.${width}.${height}`)).join(',')
  return `/api/v1/publications/${spotCheckId}/preview?${query}${chosen && `&photos=${chosen}`}${covered && `&covers=${covered}`}`
}
