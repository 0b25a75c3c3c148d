/** What has not been sent, check by check, the oldest first. */
import type { Store } from '../store'
import { entriesIn, rowsOf } from '../store'

export interface UnsentOfCheck {
  checkId: string
  site: string
  number: string
  /** The names of the commands, in the order of their making. */
  commands: string[]
  photos: number
  oldest: string
}

interface Waiting { checkId: string, at: string, command: string | null }

async function waitingIn(store: Store): Promise<Waiting[]> {
  const [entries, photos] = await Promise.all([entriesIn(store, 'unsent'), store.db.getAll('photos')])
  const owed = photos.filter(({ promisedBy, rendition }) => promisedBy !== null && rendition?.state === 'unsent')
  return [
    ...entries.map(({ checkId, command }) => ({ checkId, at: command.made_at, command: command.name })),
    ...owed.map(({ checkId, takenAt }) => ({ checkId, at: takenAt, command: null })),
  ].sort((a, b) => (a.at < b.at ? -1 : 1))
}

export async function readUnsent(store: Store): Promise<UnsentOfCheck[]> {
  const [waiting, checks, sites] = await Promise.all([waitingIn(store), rowsOf(store, 'spot_check'), rowsOf(store, 'site')])
  const found = new Map<string, UnsentOfCheck>()
  for (const { checkId, at, command } of waiting) {
    const check = checks.find(({ id }) => id === checkId)
    const site = sites.find(({ id }) => id === check?.site_id)?.name ?? ''
    const group = found.get(checkId) ?? { checkId, site, number: check?.number ?? '', commands: [], photos: 0, oldest: at }
    found.set(checkId, command ? { ...group, commands: [...group.commands, command] } : { ...group, photos: group.photos + 1 })
  }
  return [...found.values()]
}
