import type { Site, SiteDetails } from './registers'
import type { Unit } from './units'
import { Refusal } from '../refusal'

type Role = Site['parties'][number]['role']
type Entry = SiteDetails['parties'][number]

/** The five parties as documents list them: 建设, 勘察, 设计, 施工, 监理. */
export const roles = ['owner', 'surveyor', 'designer', 'builder', 'supervision'] as const satisfies readonly Role[]

export function inOrder(parties: Site['parties']): Site['parties'] {
  return [...parties].sort((a, b) => roles.indexOf(a.role) - roles.indexOf(b.role))
}

/** A party in a form. Its unit is one of the register, one that is being entered, or not chosen yet. */
export interface PartySaid {
  key: number
  role: Role
  unit: { uscc: string, name: string, fresh: boolean } | null
  leader_name: string
}

let keys = 0
const nextKey = () => (keys += 1)

export function partiesOf(site: Site): PartySaid[] {
  return inOrder(site.parties).map(({ role, uscc, unit_name, leader_name }) => (
    { key: nextKey(), role, unit: { uscc, name: unit_name, fresh: false }, leader_name }
  ))
}

/** One more party: of the first role that nobody has, else a contractor, of whom there may be several. */
export function anotherParty(parties: readonly PartySaid[]): PartySaid {
  const role = roles.find(each => !parties.some(party => party.role === each)) ?? 'builder'
  return { key: nextKey(), role, unit: null, leader_name: '' }
}

export const chosen = ({ uscc, name }: Unit): PartySaid['unit'] => ({ uscc, name, fresh: false })

/** What goes to the server; a party whose unit is not chosen does not. */
export function entriesOf(parties: readonly PartySaid[]): Entry[] {
  return parties.flatMap(({ role, unit, leader_name }) =>
    unit ? [{ role, uscc: unit.uscc.trim(), unit_name: unit.name.trim(), leader_name: leader_name.trim() }] : [])
}

/** Which party a refusal is about, by the unit's code or by its place in what was sent; -1 where it is none. */
export function partyRefused(parties: readonly PartySaid[], error: unknown): number {
  if (!(error instanceof Refusal))
    return -1
  if (error.field === 'uscc')
    return parties.findIndex(({ unit }) => unit?.uscc === error.details.uscc)
  const places = (error.details.fields as Record<string, object> | undefined)?.parties
  const [first] = Object.keys(places ?? {})
  const sent = parties.filter(({ unit }) => unit)
  return first === undefined ? -1 : parties.indexOf(sent[Number(first)]!)
}
