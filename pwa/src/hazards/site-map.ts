import type { Frame, Spot } from './map'
import type { HazardDetail } from './queue'
import { evidenceOf } from './evidence'
import { frameOf, held, inRatio, pathOf, plane, ringsOf, scaleLength, toEdge } from './map'

type Photo = ReturnType<typeof evidenceOf>[number]

export interface PhotoSpot extends Spot {
  /** As the photos above the map are counted, from 1. */
  n: number
  photo: Photo
  accuracy: number
  isFar: boolean
  /** Metres to the nearest edge of the site. */
  edge: number
  /** Whether the circle of accuracy reaches over that edge: inside or outside is then not certain. */
  isClose: boolean
}

export interface SiteMap { frame: Frame, boundary: string, site: Spot, photos: PhotoSpot[], scale: number }

const ratio = 16 / 10
const margin = 0.12
const least = 60
/** In parts of the frame's height. */
const inset = 0.05

/** Everything that the map of a hazard shows, in metres. */
export function siteMap(hazard: HazardDetail): SiteMap {
  const { boundary, lat, lon } = hazard.site
  const position = { lat, lon }
  const toSpot = plane(position)
  const rings = ringsOf(boundary, toSpot)
  const frame = inRatio(frameOf([...rings.flat(), toSpot(position)], margin, least), ratio)
  const photos = evidenceOf(hazard).flatMap((photo, index) => {
    if (!photo.position)
      return []
    const spot = toSpot(photo.position)
    const edge = toEdge(spot, rings)
    const accuracy = photo.position.accuracy_m
    return [{ n: index + 1, photo, accuracy, edge, isClose: accuracy > edge, ...held(spot, frame, inset * frame.height) }]
  })
  return { frame, boundary: pathOf(rings), site: toSpot(position), photos, scale: scaleLength(frame.width) }
}
