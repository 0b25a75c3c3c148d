/** What has not been sent, check by check, the oldest first. */
import type { Store } from '../store'
import { entriesIn, photosIn, rowsOf } from '../store'

export interface UnsentOfCheck {
  checkId: string
  site: string
  number: string
  /** Where it can be looked at: the check, or the hazard for whoever was only named to look at it again. */
  path: string
  /** The names of the commands, in the order of their making. */
  commands: string[]
  photos: number
  oldest: string
}

interface Waiting { checkId: string, at: string, command: string | null }

async function waitingIn(store: Store): Promise<Waiting[]> {
  const [entries, owed] = await Promise.all([entriesIn(store, 'unsent'), photosIn(store, 'rendition', 'unsent')])
  return [
    ...entries.map(({ checkId, command }) => ({ checkId, at: command.made_at, command: command.name })),
    ...owed.map(({ checkId, takenAt }) => ({ checkId, at: takenAt, command: null })),
  ].sort((a, b) => (a.at < b.at ? -1 : 1))
}

interface About { siteId: string, number: string, path: string }

/** What this phone knows of each check: by its own row, or by a hazard that was found there. */
async function readAbout(store: Store): Promise<Map<string, About>> {
  const [checks, hazards] = await Promise.all([rowsOf(store, 'spot_check'), rowsOf(store, 'hazard')])
  return new Map<string, About>([
    ...hazards.map(({ id, spot_check_id, site_id, number }) => [spot_check_id, { siteId: site_id, number, path: `/hazards/${id}` }] as const),
    ...checks.map(({ id, site_id, number }) => [id, { siteId: site_id, number, path: `/checks/${id}` }] as const),
  ])
}

/** The names of the sites by the checks of which this phone knows anything. */
export async function readSiteNames(store: Store): Promise<Map<string, string>> {
  const [about, sites] = await Promise.all([readAbout(store), rowsOf(store, 'site')])
  const names = new Map(sites.map(({ id, name }) => [id, name]))
  return new Map([...about].map(([checkId, { siteId }]) => [checkId, names.get(siteId) ?? '']))
}

export async function readUnsent(store: Store): Promise<UnsentOfCheck[]> {
  const [waiting, about, names] = await Promise.all([waitingIn(store), readAbout(store), readSiteNames(store)])
  const found = new Map<string, UnsentOfCheck>()
  for (const { checkId, at, command } of waiting) {
    const { number = '', path = `/checks/${checkId}` } = about.get(checkId) ?? {}
    const group = found.get(checkId) ?? { checkId, site: names.get(checkId) ?? '', number, path, commands: [], photos: 0, oldest: at }
    found.set(checkId, command ? { ...group, commands: [...group.commands, command] } : { ...group, photos: group.photos + 1 })
  }
  return [...found.values()]
}
