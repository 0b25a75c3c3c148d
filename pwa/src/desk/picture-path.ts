export interface PictureOf {
  spotCheckId: string
  /** For who sees the hazard and not its check. */
  hazardId?: string | undefined
  sha256: string
  size: 'thumb' | 'view'
}

/** Where the server gives a rendition of a photo. */
export function picturePath({ spotCheckId, hazardId, sha256, size }: PictureOf): string {
  const holder = hazardId ? `hazards/${hazardId}` : `spot-checks/${spotCheckId}`
  return `/api/v1/${holder}/photos/${sha256}/${size}`
}
