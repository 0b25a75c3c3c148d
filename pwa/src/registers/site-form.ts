import type { Site, SiteDetails } from './registers'

/** What the desk's form holds of a site; words stand in one field, apart by 、. */
export interface SiteSaid extends Omit<SiteDetails, 'risk_tags' | 'parties' | 'boundary' | 'lat' | 'lon'> {
  tags: string
  lat: number | ''
  lon: number | ''
}

/** The form as the register has it. */
export function saidOf(site: Site): SiteSaid {
  const { name, address, stage, risk_class, project_grade, category, supervising_agency, work_state } = site
  const { lat, lon } = site.position
  return { name, address, stage, risk_class, project_grade, category, supervising_agency, work_state, lat, lon, tags: site.risk_tags.join('、') }
}

/** What goes to the server: the form, and the parties as they are; a boundary that is not named stays. */
export function detailsOf({ tags, lat, lon, ...said }: SiteSaid, site: Site): SiteDetails {
  return {
    ...said,
    lat: Number(lat),
    lon: Number(lon),
    boundary: null,
    risk_tags: [...new Set(tags.split(/[、,，;；]/).map(tag => tag.trim()).filter(Boolean))],
    parties: site.parties.map(({ role, uscc, unit_name, leader_name }) => ({ role, uscc, unit_name, leader_name })),
  }
}
