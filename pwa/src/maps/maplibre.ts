/** The map library, a megabyte: only ever imported when a map with tiles is opened, and never precached. */
import { setWorkerUrl } from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url'
import 'maplibre-gl/dist/maplibre-gl.css'

// A file of ours: the content policy allows no worker from a blob.
setWorkerUrl(workerUrl)

export { Map, Marker, NavigationControl, ScaleControl } from 'maplibre-gl'
