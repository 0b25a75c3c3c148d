import type { Datum } from '../maps/corners'
import type { PartySaid } from './parties'
import type { NewSite, Site, SiteDetails } from './registers'
import { cornersOf, inDatum, readCorners } from '../maps/corners'
import { anotherParty, entriesOf, partiesOf } from './parties'

type Graded = 'risk_class' | 'project_grade' | 'category'

/** What the desk's form holds of a site, '' where nothing is chosen yet; words stand in one field, apart by 、. */
export interface SiteSaid extends Omit<SiteDetails, 'risk_tags' | 'parties' | 'boundary' | 'lat' | 'lon' | Graded> {
  risk_class: SiteDetails['risk_class'] | ''
  project_grade: SiteDetails['project_grade'] | ''
  category: SiteDetails['category'] | ''
  tags: string
  lat: number | ''
  lon: number | ''
  parties: PartySaid[]
  permit_number: string
  valid_from: string
  /** The boundary as text, and what its coordinates are from. */
  corners: string
  datum: Datum
}

const blank: Omit<SiteSaid, 'parties'> = {
  name: '',
  address: '',
  stage: '',
  risk_class: '',
  project_grade: '',
  category: '',
  supervising_agency: '',
  work_state: 'in_progress',
  lat: '',
  lon: '',
  tags: '',
  permit_number: '',
  valid_from: '',
  corners: '',
  datum: 'wgs84',
}

/** The form as the register has it; of a new one nobody decides the class or grade but who enters it. */
export function saidOf(site: Site | null): SiteSaid {
  if (!site)
    return { ...blank, parties: [anotherParty([])] }
  const { name, address, stage, risk_class, project_grade, category, supervising_agency, work_state, permit_number } = site
  const { lat, lon } = site.position
  const own = { name, address, stage, risk_class, project_grade, category, supervising_agency, work_state, permit_number, lat, lon }
  const drawn = { corners: cornersOf(site.boundary), datum: 'wgs84' as const }
  return { ...own, ...drawn, tags: site.risk_tags.join('、'), valid_from: site.valid_from ?? '', parties: partiesOf(site) }
}

/** Whether the boundary is as the register has it, whatever somebody thinks of it today. */
export function keepsBoundary({ corners, datum }: Pick<SiteSaid, 'corners' | 'datum'>, before: Site | null): boolean {
  const kept = before ? cornersOf(before.boundary) : ''
  return corners === inDatum(kept, kept, 'wgs84', datum)
}

/** What goes to the server of a site, `before` as the register has it: a boundary that nobody has touched stays, digit by digit. */
export function detailsOf({ tags, lat, lon, parties, corners, datum, permit_number: _, valid_from: __, ...said }: SiteSaid, before: Site | null): SiteDetails {
  const kept = before ? cornersOf(before.boundary) : ''
  return {
    ...said as Pick<SiteDetails, Graded | 'name' | 'address' | 'stage' | 'supervising_agency' | 'work_state'>,
    lat: Number(lat),
    lon: Number(lon),
    boundary: keepsBoundary({ corners, datum }, before) ? null : readCorners(corners, datum, kept).boundary,
    risk_tags: [...new Set(tags.split(/[、,，;；]/).map(tag => tag.trim()).filter(Boolean))],
    parties: entriesOf(parties),
  }
}

/** What goes to the server of a new one. */
export function newSiteOf(said: SiteSaid): NewSite {
  return { ...detailsOf(said, null), permit_number: said.permit_number.trim(), valid_from: said.valid_from || null }
}
