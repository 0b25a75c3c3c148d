import type { MediaType } from '../store/commands'

/** The server takes no larger file, and refuses the whole hazard that promises one. */
const mostBytes = 25_000_000

/** ISO/IEC 23008-12: pictures coded in HEVC, as some phones keep them. */
const heic = /^\0{2}..ftyp(?:he[iv][cxms]|mif1|msf1)/s

/**
 * The format of an image by its first bytes (galleries and cameras name it wrongly, or not at all);
 * null for what the server would not take, such as AVIF, or nothing at all.
 */
export function formatOf(bytes: ArrayBuffer): MediaType | null {
  const head = String.fromCharCode(...new Uint8Array(bytes, 0, Math.min(12, bytes.byteLength)))
  if (bytes.byteLength > mostBytes)
    return null
  if (head.startsWith('\xFF\xD8\xFF'))
    return 'image/jpeg'
  if (head.startsWith('\x89PNG\r\n\x1A\n'))
    return 'image/png'
  if (heic.test(head))
    return 'image/heic'
  return head.startsWith('RIFF') && head.endsWith('WEBP') ? 'image/webp' : null
}
