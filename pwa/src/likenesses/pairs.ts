import type { LocationQuery } from 'vue-router'
import type { Loose } from '../desk/filters'
import type { Got, Item } from '../desk/wire'
import type { Tone } from '../parts/tones'
import { api, body } from '../api'
import { given, oneOf } from '../desk/filters'
import { words } from './words'

/** Two photos that the server found alike (photos/operations/flagging.py); of one out of sight little is told. */
export type Pair = Item<'/api/v1/likeness-flags'>
export type PairPage = Got<'/api/v1/likeness-flags'>
export type Use = Pair['later']
export type Finding = NonNullable<Pair['finding']>

export const findings = ['reused', 'harmless'] as const satisfies readonly Finding[]
export const tones: Record<Finding, Tone> = { reused: 'stop', harmless: 'mute' }

export function readFilters(query: LocationQuery) {
  return given({ judged: oneOf(['true'], query.judged) })
}
export type Filters = Loose<ReturnType<typeof readFilters>>

export async function readPairs({ judged }: Filters, after?: string, limit?: number): Promise<PairPage> {
  return body(api.GET('/api/v1/likeness-flags', { params: { query: given({ judged: judged === 'true', after, limit }) } }))
}

export async function readPair(id: string): Promise<Pair> {
  return body(api.GET('/api/v1/likeness-flags/{flag_id}', { params: { path: { flag_id: id } } }))
}

export async function judge({ id }: Pair, finding: Finding, reason: string): Promise<Pair> {
  const params = { path: { flag_id: id } }
  return body(api.POST('/api/v1/likeness-flags/{flag_id}/judge', { params, body: { finding, reason } }))
}

/** Up to this much of a picture differs where it was only compressed, scaled or cut. */
const nearlySame = 10
const mostlySame = 30

/** How much of two pictures is the same, in words; the number stands beside it, never alone. */
export function howAlike({ kind, difference }: Pick<Pair, 'kind' | 'difference'>): string {
  if (kind === 'same_file')
    return words('sameFile')
  const same = difference <= nearlySame ? 'nearlySame' : difference <= mostlySame ? 'mostlySame' : 'partlySame'
  return words(same, { n: difference })
}

/** Why a pair is shown. */
export const whyShown = ({ kind }: Pick<Pair, 'kind'>) => words(kind)
