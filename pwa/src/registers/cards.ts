import type { LocationQuery } from 'vue-router'
import type { Got, Item, Sent } from '../desk/wire'
import type { Tone } from '../parts/tones'
import { api, body } from '../api'
import { aText, given, oneOf } from '../desk/filters'
import { wordsOr } from '../words/words'
import { words } from './card-words'

export type Card = Item<'/api/v1/cards'>
export type CardsPage = Got<'/api/v1/cards'>
export type CardDetail = Got<'/api/v1/cards/{card_id}'>
export type Recusal = CardDetail['recusals'][number]
export type CardState = Card['state']
export type CardDetails = Sent<'/api/v1/cards/{card_id}/correct'>
export type NewCard = Sent<'/api/v1/people/{person_id}/card'>
export type Colleague = Got<'/api/v1/inspectors'>[number]

export const states = ['available', 'on_leave', 'seconded', 'cancelled'] as const satisfies readonly CardState[]
export const kinds = ['e', 'd', 'o'] as const
export const specialties = ['civil', 'mechanical', 'electrical', 'municipal', 'quality', 'safety'] as const

export interface Filters { q?: string, state?: CardState }

/** What the address narrows the list to. */
export function readFilters({ q, state }: LocationQuery): Filters {
  return given({ q: aText(q), state: oneOf(states, state) })
}

export async function readCards(filters: Filters, after?: string, limit?: number): Promise<CardsPage> {
  return body(api.GET('/api/v1/cards', { params: { query: { ...filters, ...(after && { after }), ...(limit && { limit }) } } }))
}

const of = (id: string) => ({ path: { card_id: id } })

export async function readCard(id: string): Promise<CardDetail> {
  return body(api.GET('/api/v1/cards/{card_id}', { params: of(id) }))
}

/** The inspectors of one's own district who hold no card yet. */
export async function readWithoutCard(): Promise<Colleague[]> {
  const all = await body(api.GET('/api/v1/inspectors'))
  return all.filter(({ card_number }) => card_number === null)
}

/** Enters an inspector in the register. */
export async function giveCard(personId: string, card: NewCard): Promise<CardDetail> {
  return body(api.POST('/api/v1/people/{person_id}/card', { params: { path: { person_id: personId } }, body: card }))
}

export async function correctCard(id: string, details: CardDetails): Promise<CardDetail> {
  return body(api.POST('/api/v1/cards/{card_id}/correct', { params: of(id), body: details }))
}

/** Says whether an inspector may be drawn, or cancels the card for good. */
export async function setState(id: string, state: CardState, reason: string): Promise<CardDetail> {
  return body(api.POST('/api/v1/cards/{card_id}/state', { params: of(id), body: { state, reason } }))
}

/** Lets a card hold longer, under a new number where it got one. */
export async function renew(id: string, renewal: Sent<'/api/v1/cards/{card_id}/renew'>): Promise<CardDetail> {
  return body(api.POST('/api/v1/cards/{card_id}/renew', { params: of(id), body: renewal }))
}

export async function addRecusal(id: string, tag: string, reason: string): Promise<CardDetail> {
  return body(api.POST('/api/v1/cards/{card_id}/recusals', { params: of(id), body: { tag, reason } }))
}

export async function endRecusal(id: string, reason: string): Promise<CardDetail> {
  return body(api.POST('/api/v1/recusals/{recusal_id}/end', { params: { path: { recusal_id: id } }, body: { reason } }))
}

const day = 86_400_000
const soon = 60 * day

/** How a card's validity stands: expired, or at its end within sixty days. */
export function validityOf({ valid_to, is_expired }: Pick<Card, 'valid_to' | 'is_expired'>, now: number): 'expired' | 'soon' | 'valid' {
  if (is_expired)
    return 'expired'
  return Date.parse(valid_to) - now < soon ? 'soon' : 'valid'
}

export const tones: Record<CardState, Tone> = { available: 'ok', on_leave: 'warn', seconded: 'warn', cancelled: 'mute' }

/** A specialty in words; one that this app does not know as the office wrote it. */
export const wordsOfSpecialty = (word: string) => wordsOr(words, word, word)

/** What a recusal's tag names: its kind in words, and the code. */
export function tagParts(tag: string): { kind: string, name: string } {
  const [kind = '', ...name] = tag.split(':')
  return { kind: wordsOr(words, `tag_${kind}`, kind), name: name.join(':') }
}
