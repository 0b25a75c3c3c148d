import type { CardDetail, CardDetails, CardState, NewCard } from './cards'
import { specialties } from './cards'

/** What the desk's forms hold of a card; areas stand in one field, apart by 、. */
export interface CardSaid { card_type: string, specialties: string[], areas: string }

export interface NewCardSaid {
  details: CardSaid
  person_id: string
  number: string
  valid_to: string
  state: Exclude<CardState, 'cancelled'>
  state_reason: string
}

export function saidOf({ card_type, specialties: known, areas }: Pick<CardDetail, 'card_type' | 'specialties' | 'areas'>): CardSaid {
  return { card_type, specialties: [...known], areas: areas.join('、') }
}

export function newSaid(personId: string): NewCardSaid {
  const details = { card_type: '', specialties: [], areas: '' }
  return { details, person_id: personId, number: '', valid_to: '', state: 'available', state_reason: '' }
}

/** The known specialties, and those of the card that this app does not know. */
export function offered(said: readonly string[]): string[] {
  return [...new Set<string>([...specialties, ...said])]
}

export function detailsOf({ card_type, specialties: chosen, areas }: CardSaid): CardDetails {
  const codes = areas.split(/[、,，;；\s]+/).filter(Boolean)
  return { card_type: card_type.trim(), specialties: [...chosen], areas: [...new Set(codes)] }
}

/** What goes to the server of a new card; a reason only where the state is not the usual one. */
export function newCardOf({ details, number, valid_to, state, state_reason }: NewCardSaid): NewCard {
  return { ...detailsOf(details), number: number.trim(), valid_to, state, state_reason: state === 'available' ? null : state_reason.trim() }
}
