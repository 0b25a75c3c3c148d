import type { Got } from '../desk/wire'
import { api, body } from '../api'

export type MapTiles = Got<'/api/v1/map-tiles'>

let asked: Promise<MapTiles | null> | null = null

/** The tiles of this installation, null where it shows none; asked once, and again where no answer came. */
export async function mapTiles(): Promise<MapTiles | null> {
  asked ??= body(api.GET('/api/v1/map-tiles')).then(tiles => (tiles.layers.length > 0 ? tiles : null))
  try {
    return await asked
  }
  catch {
    asked = null
    return null
  }
}
