import type { PartySaid } from './parties'
import type { NewSite, Site, SiteDetails } from './registers'
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
}

/** The form as the register has it; of a new one nobody decides the class or grade but who enters it. */
export function saidOf(site: Site | null): SiteSaid {
  if (!site)
    return { ...blank, parties: [anotherParty([])] }
  const { name, address, stage, risk_class, project_grade, category, supervising_agency, work_state, permit_number } = site
  const { lat, lon } = site.position
  const own = { name, address, stage, risk_class, project_grade, category, supervising_agency, work_state, permit_number, lat, lon }
  return { ...own, tags: site.risk_tags.join('、'), valid_from: site.valid_from ?? '', parties: partiesOf(site) }
}

/** What goes to the server of a site that is there; a boundary that is not named stays. */
export function detailsOf({ tags, lat, lon, parties, permit_number: _, valid_from: __, ...said }: SiteSaid): SiteDetails {
  return {
    ...said as Pick<SiteDetails, Graded | 'name' | 'address' | 'stage' | 'supervising_agency' | 'work_state'>,
    lat: Number(lat),
    lon: Number(lon),
    boundary: null,
    risk_tags: [...new Set(tags.split(/[、,，;；]/).map(tag => tag.trim()).filter(Boolean))],
    parties: entriesOf(parties),
  }
}

/** What goes to the server of a new one. */
export function newSiteOf(said: SiteSaid): NewSite {
  return { ...detailsOf(said), permit_number: said.permit_number.trim(), valid_from: said.valid_from || null }
}
