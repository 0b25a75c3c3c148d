import type { HazardDetail } from '../../src/hazards/queue'
import { expect, it } from 'vitest'
import HazardMap from '../../src/hazards/HazardMap.vue'
import { siteMap } from '../../src/hazards/site-map'
import { anEvidence } from '../builders'
import { aForm } from '../desk-form'

const drawn: number[][][] = [[[120.1, 30.2], [120.101, 30.2], [120.101, 30.201], [120.1, 30.201], [120.1, 30.2]]]
const [base, copy, other] = ['a', 'b', 'c'].map(each => each.repeat(64)) as [string, string, string]
const fix = (lat: number, lon: number, accuracy_m = 8) => ({ lat, lon, accuracy_m, fix_age_ms: 0, source: 'gps' as const })
const centre = fix(30.2005, 120.1005)

function aHazard(given: Partial<HazardDetail>, coordinates = drawn) {
  const site = { name: '示范一号楼', lat: 30.2005, lon: 120.1005, boundary: { type: 'Polygon', coordinates } }
  return { site, photos: [], after_photos: [], ...given } as unknown as HazardDetail
}

const shown = async (hazard: HazardDetail) => (await aForm(HazardMap, { hazard })).host

it('tells inside, outside and not known apart, by shape and by words', async () => {
  const photo = (sha256: string, inside_boundary: boolean | null) => anEvidence({ sha256, inside_boundary, position: centre })
  const host = await shown(aHazard({ photos: [photo(base, true), photo(copy, false)], after_photos: [photo(other, null)] }))
  expect([...host.querySelectorAll('.mark')].map(mark => mark.tagName.toLowerCase())).toEqual(['circle', 'rect', 'path'])
  const [, ...lines] = [...host.querySelectorAll('li')].map(line => line.textContent)
  expect(lines[0]).toMatch(/●.*照片 1：围界内/)
  expect(lines[1]).toMatch(/■.*照片 2：围界外/)
  expect(lines[2]).toMatch(/◆.*照片 3：围界未绘制/)
  expect(host.querySelectorAll('li.doubtful')).toHaveLength(1)
})

it('says how far a photo is from the site\'s own point where nobody has drawn the boundary', async () => {
  const photo = anEvidence({ position: fix(30.2009, 120.1005, 500) })
  const hazard = aHazard({ photos: [photo] }, [])
  expect(siteMap(hazard).photos[0]).toMatchObject({ side: 'undrawn', isClose: false })
  const host = await shown(hazard)
  expect(host.textContent).toContain('照片 1：围界未绘制，距工地登记位置 44 米，精度 ±500 米')
  expect(host.textContent).toContain('工地登记位置 · 围界未绘制')
})

it('draws a marked copy with its base and not again; one whose base is not there stands for it', () => {
  const marked = anEvidence({ sha256: copy, marked_of: base, position: centre })
  const third = anEvidence({ sha256: other, position: centre })
  const withBase = siteMap(aHazard({ photos: [third, anEvidence({ sha256: base, position: centre }), marked] }))
  expect(withBase.photos.map(({ n }) => n)).toEqual([1, 2])
  expect(siteMap(aHazard({ photos: [marked] })).photos.map(({ n }) => n)).toEqual([1])
})

it('draws no photo without a position', async () => {
  const host = await shown(aHazard({ photos: [anEvidence()] }))
  expect(host.querySelector('.mark')).toBeNull()
  expect(host.textContent).toContain('照片都没有定位')
})
