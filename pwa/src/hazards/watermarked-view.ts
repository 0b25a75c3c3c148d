/** The server's view of a photo with its watermark, drawn here: the server keeps no such picture (docs/decisions/0017). */
import type { PictureOf } from '../desk/picture-path'
import type { Evidence } from './evidence'
import { watermarked } from '../camera'
import { picturePath } from '../desk/picture-path'
import { sendTo } from '../http'
import { readRefusal } from '../refusal'
import { linesOf } from '../spot-check/watermark'

/** What all photos of a hazard have in common. */
export interface About { number: string, site: string }

export function linesFor({ taken_at: takenAt, position, card_number: card, marked_of: markedOf, sha256 }: Evidence, about: About): string[] {
  return linesOf({ ...about, takenAt, place: position, card: card ?? undefined, sha256, markedOf })
}

export async function watermarkedView(of: Omit<PictureOf, 'size'>, lines: readonly string[]): Promise<Blob> {
  const answer = await sendTo(picturePath({ ...of, size: 'view' }), {})
  if (!answer.ok)
    throw await readRefusal(answer)
  return watermarked(await answer.blob(), lines)
}
