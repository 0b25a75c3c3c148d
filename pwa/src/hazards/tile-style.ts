import type { StyleSpecification } from 'maplibre-gl'
import type { LonLat } from '../maps/datum'
import type { Point } from '../maps/plane'
import type { MapTiles } from '../maps/tiles'
import type { HazardDetail } from './queue'
import type { PhotoSpot, Side } from './site-map'
import { onTiles } from '../maps/datum'
import { degrees } from '../maps/plane'

/** What lies on the tiles, in their coordinates. Pure. */
export interface OnTiles { rings: LonLat[][], site: LonLat, photos: { spot: PhotoSpot, at: LonLat, ring: LonLat[] }[] }

const corners = 64
/** Services give no finer tiles; beyond, these are enlarged. */
const finest = 18

function circle(middle: Point, radius: number): LonLat[] {
  const toPoint = degrees(middle)
  return Array.from({ length: corners + 1 }, (_, n) => {
    const angle = 2 * Math.PI * n / corners
    const { lat, lon } = toPoint({ x: radius * Math.cos(angle), y: radius * Math.sin(angle) })
    return [lon, lat]
  })
}

export function onTheTiles({ site }: Pick<HazardDetail, 'site'>, photos: readonly PhotoSpot[], datum: MapTiles['datum']): OnTiles {
  const put = onTiles(datum)
  const rings = site.boundary.coordinates.map(ring => ring.map(([lon = 0, lat = 0]) => put([lon, lat])))
  return {
    rings,
    site: put([site.lon, site.lat]),
    photos: photos.map(spot => ({
      spot,
      at: put([spot.position.lon, spot.position.lat]),
      ring: circle(spot.position, spot.position.accuracy_m).map(put),
    })),
  }
}

/** The south-west and north-east corner around everything that is drawn. */
export function boundsOf({ rings, site, photos }: OnTiles): [LonLat, LonLat] {
  const all = [site, ...rings.flat(), ...photos.map(({ at }) => at)]
  const [lons, lats] = [all.map(([lon]) => lon), all.map(([, lat]) => lat)]
  return [[Math.min(...lons), Math.min(...lats)], [Math.max(...lons), Math.max(...lats)]]
}

/** The style of the map: tiles below, then the ground, then how far each photo may be off. */
export function styleOf(drawn: OnTiles, { layers }: Pick<MapTiles, 'layers'>, colours: Record<Side | 'ground', string>): StyleSpecification {
  const accuracies = drawn.photos.map(({ spot, ring }) => ({
    type: 'Feature' as const,
    properties: { colour: colours[spot.side] },
    geometry: { type: 'Polygon' as const, coordinates: [ring] },
  }))
  const tiles = layers.map((layer, n) => [`tiles-${n}`, layer] as const)
  return {
    version: 8,
    sources: {
      ...Object.fromEntries(tiles.map(([name, layer]) => [name, { type: 'raster' as const, tiles: [layer], tileSize: 256, maxzoom: finest }])),
      ground: { type: 'geojson', data: { type: 'Polygon', coordinates: drawn.rings } },
      accuracy: { type: 'geojson', data: { type: 'FeatureCollection', features: accuracies } },
    },
    layers: [
      ...tiles.map(([name]) => ({ id: name, type: 'raster' as const, source: name })),
      { id: 'ground', type: 'fill', source: 'ground', paint: { 'fill-color': colours.ground, 'fill-opacity': 0.12 } },
      { id: 'edge', type: 'line', source: 'ground', paint: { 'line-color': colours.ground, 'line-width': 2.5 } },
      { id: 'accuracy', type: 'fill', source: 'accuracy', paint: { 'fill-color': ['get', 'colour'], 'fill-opacity': 0.15 } },
      { id: 'accuracy-edge', type: 'line', source: 'accuracy', paint: { 'line-color': ['get', 'colour'], 'line-width': 1 } },
    ],
  }
}
