import type { Ground } from '../maps/ground'
import type { Spot } from '../maps/plane'
import type { HazardDetail } from './queue'
import { groundOf } from '../maps/ground'
import { held, plane, toEdge } from '../maps/plane'
import { evidenceOf } from './evidence'

type Photo = ReturnType<typeof evidenceOf>[number]
/** Where a photo was taken; where nobody has drawn the boundary, neither inside nor outside is known. */
export type Side = 'inside' | 'outside' | 'undrawn'

export interface PhotoSpot extends Spot {
  /** As the photos above the map are counted, from 1. */
  n: number
  photo: Photo
  side: Side
  position: NonNullable<Photo['position']>
  isFar: boolean
  /** Metres to the nearest edge of the site; to its own point where no boundary is drawn. */
  edge: number
  /** Whether the circle of accuracy reaches over that edge: inside or outside is then not certain. */
  isClose: boolean
}

export interface SiteMap extends Ground { photos: PhotoSpot[] }

/** In parts of the frame's height. */
const inset = 0.05

/** A shape for each side, so that the colour is not alone: in the drawing and in words beside it. */
export const shapes: Record<Side, string> = { inside: '●', outside: '■', undrawn: '◆' }

function sideOf({ inside_boundary: inside }: Photo): Side {
  if (inside === null)
    return 'undrawn'
  return inside ? 'inside' : 'outside'
}

/** The photos that have a place of their own: a marked copy was taken where its base was, and is not drawn again. */
function placed(hazard: HazardDetail) {
  const photos = evidenceOf(hazard)
  const known = new Set(photos.map(({ sha256 }) => sha256))
  return photos.flatMap((photo, index) => {
    const isCopyHere = photo.marked_of !== null && known.has(photo.marked_of)
    return photo.position && !isCopyHere ? [{ n: index + 1, photo, side: sideOf(photo), position: photo.position }] : []
  })
}

/** Everything that the map of a hazard shows, in metres. */
export function siteMap(hazard: HazardDetail): SiteMap {
  const { boundary, ...position } = hazard.site
  const ground = groundOf(position, boundary)
  const { rings, site, frame } = ground
  const toSpot = plane(position)
  const photos = placed(hazard).map((each) => {
    const spot = toSpot(each.position)
    const edge = rings.length > 0 ? toEdge(spot, rings) : Math.hypot(spot.x - site.x, spot.y - site.y)
    const isClose = each.side !== 'undrawn' && each.position.accuracy_m > edge
    return { ...each, edge, isClose, ...held(spot, frame, inset * frame.height) }
  })
  return { ...ground, photos }
}
