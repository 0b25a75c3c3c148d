import type { HazardDetail } from '../../src/hazards/queue'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { siteMap } from '../../src/hazards/site-map'
import { boundsOf, onTheTiles, styleOf } from '../../src/hazards/tile-style'
import { anEvidence } from '../builders'
import { aForm, aServer, closeForms, settle } from '../desk-form'

const library = vi.hoisted(() => ({ loaded: 0 }))
vi.mock('../../src/maps/maplibre', () => {
  library.loaded += 1
  // As in a browser without WebGL.
  return { Map: vi.fn(() => {
    throw new Error('no WebGL')
  }) }
})

const ring = [[120.1, 30.2], [120.101, 30.2], [120.101, 30.201], [120.1, 30.2]]
const position = { lat: 30.2005, lon: 120.1005, accuracy_m: 20, fix_age_ms: 0, source: 'gps' }
const tiles = { layers: ['https://tiles.example/{z}/{x}/{y}', 'https://names.example/{z}/{x}/{y}'], datum: 'wgs84' as const, attribution: '示例地图' }
const colours = { inside: '#111', outside: '#222', undrawn: '#333', ground: '#444' }
const hazard = {
  id: 'h',
  site: { name: '示范一号楼', lat: 30.2005, lon: 120.1005, boundary: { type: 'Polygon', coordinates: [ring] } },
  photos: [anEvidence({ inside_boundary: true, position })],
  after_photos: [],
} as unknown as HazardDetail

async function opened(answer: unknown) {
  aServer({ 'GET /map-tiles': answer })
  vi.resetModules()
  const { default: HazardMap } = await import('../../src/hazards/HazardMap.vue')
  const { host } = await aForm(HazardMap, { hazard })
  await vi.dynamicImportSettled()
  await settle()
  return host
}

beforeEach(() => {
  library.loaded = 0
  // What is not watched is always in view.
  vi.stubGlobal('IntersectionObserver', undefined)
})
afterEach(closeForms)

it('does not load the library where the installation shows no tiles, or no answer comes', async () => {
  for (const answer of [{ layers: [], datum: 'wgs84', attribution: '' }, null])
    expect((await opened(answer)).querySelector('svg')).not.toBeNull()
  expect(library.loaded).toBe(0)
})

it('draws without tiles after all where the browser cannot show them', async () => {
  const host = await opened(tiles)
  expect(library.loaded).toBe(1)
  expect(host.querySelector('svg')).not.toBeNull()
  expect(host.textContent).toContain('照片 1：围界内')
})

it('lays ground and accuracy over the tiles, in their coordinates only where they want others', () => {
  const { photos } = siteMap(hazard)
  const plain = onTheTiles(hazard, photos, 'wgs84')
  expect(plain.rings).toEqual([ring])
  expect(plain.photos[0]!.at).toEqual([120.1005, 30.2005])
  // 20 m to the east are 0.000208° here.
  expect(plain.photos[0]!.ring[0]![0]).toBeCloseTo(120.1005 + 20 / 96_290, 6)
  expect(boundsOf(plain)).toEqual([[120.1, 30.2], [120.101, 30.201]])
  const moved = onTheTiles(hazard, photos, 'gcj02')
  for (const place of [moved.site, moved.rings[0]![0]!, moved.photos[0]!.at, moved.photos[0]!.ring[0]!])
    expect(place[0]).toBeGreaterThan(120.103)
  expect(hazard.site.boundary.coordinates).toEqual([ring])
})

it('has each layer of tiles in its order below what is drawn', () => {
  const style = styleOf(onTheTiles(hazard, siteMap(hazard).photos, 'wgs84'), tiles, colours)
  expect(style.layers.map(({ id }) => id)).toEqual(['tiles-0', 'tiles-1', 'ground', 'edge', 'accuracy', 'accuracy-edge'])
  expect(style.sources['tiles-1']).toMatchObject({ tiles: [tiles.layers[1]] })
})
