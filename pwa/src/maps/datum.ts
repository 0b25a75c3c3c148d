import type { MapTiles } from './tiles'
import gcoord from 'gcoord'

export type LonLat = [lon: number, lat: number]

/** WGS-84, in which all is stored, to what the tiles are cut in: only for the screen, never kept or sent. */
export function onTiles(datum: MapTiles['datum']): (place: LonLat) => LonLat {
  return place => (datum === 'gcj02' ? gcoord.transform(place, gcoord.WGS84, gcoord.GCJ02) : place)
}
