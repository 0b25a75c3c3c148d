import type { Boundary, Frame, Point, Spot } from './plane'
import { frameOf, inRatio, pathOf, plane, ringsOf, scaleLength } from './plane'

/** The ground of a site as it is drawn: in metres around its registered point. */
export interface Ground { frame: Frame, boundary: string, rings: Spot[][], site: Spot, scale: number }

const ratio = 16 / 10
const margin = 0.12
const least = 60

export function groundOf(position: Point, boundary: Boundary): Ground {
  const toSpot = plane(position)
  const rings = ringsOf(boundary, toSpot)
  const site = toSpot(position)
  const frame = inRatio(frameOf([...rings.flat(), site], margin, least), ratio)
  return { frame, boundary: pathOf(rings), rings, site, scale: scaleLength(frame.width) }
}
