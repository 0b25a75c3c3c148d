import type { Item } from '../desk/wire'
import { api, body } from '../api'

export type Publication = Item<'/api/v1/publications'>
export type PublicationState = Publication['state']

export const readPublicationState = (value: unknown): PublicationState => (value === 'published' ? 'published' : 'due')

export async function readPublications(state: PublicationState, after?: string) {
  return body(api.GET('/api/v1/publications', { params: { query: { state, ...(after && { after }) } } }))
}

/** Publishes a complete check with these photos and no others. */
export async function publish(spotCheckId: string, photos: string[]): Promise<Publication> {
  return body(api.POST('/api/v1/publications', { body: { spot_check_id: spotCheckId, photos } }))
}
