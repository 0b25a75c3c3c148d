import type { Verified } from '../dr1/folder'
import { kindOf } from '../dr1/objects'
import { hashedBy } from '../dr1/seed'
import { ticketOf } from '../dr1/tickets'

/** What became of one object in a draw: its own ticket beside the last one that was drawn in its stratum. */
export type Own
  = | { fate: 'unknown' }
    | { fate: 'excluded', stratum: string }
    | { fate: 'drawn' | 'replaced' | 'came' | 'not', stratum: string, ticket: string, cut: string }

/** Whether an object was drawn, and what became of it since: replaced by another, or come for one. */
function fateOf({ result, changes }: Verified, id: string): 'drawn' | 'replaced' | 'came' | 'not' {
  const replacements = (changes ?? '').split('\n').map(line => line.split('\t')).filter(([kind]) => kind === 'object')
  if (replacements.some(([, object]) => object === id))
    return 'replaced'
  if (replacements.some(([, , , came]) => came === id))
    return 'came'
  return result.drawn.some(one => one.id === id) ? 'drawn' : 'not'
}

/** Looks an object up, as its owner does: one hash, and a comparison with the cut-off. */
export function ownOf(verified: Verified, id: string): Own {
  const { inputs, result } = verified
  const kind = kindOf(inputs.objects, id)
  if (!kind)
    return { fate: 'unknown' }
  const { stratum, weight } = kind
  if (weight === 0)
    return { fate: 'excluded', stratum }
  const ticket = ticketOf(hashedBy(inputs.seed, 'object'), id, weight)
  const cut = result.drawn.filter(one => one.stratum === stratum).at(-1)?.ticket ?? ''
  return { fate: fateOf(verified, id), stratum, ticket, cut }
}
