/** The answers of the record that stands, list by list, in words. */
import type { ChecklistItem, ItemAnswer } from '../checklists'
import type { Got } from '../desk/wire'
import { api, body } from '../api'
import { isJudged, itemsOf } from '../checklists'
import { words as partWords } from '../parts/words'
import { words as itemWords } from '../spot-check/item-words'
import { givenText } from '../spot-check/measure-text'

export type Recorded = Got<'/api/v1/spot-checks/{spot_check_id}/answers'>
export type Photo = Recorded['photos'][number]
export type RecordedList = Recorded['lists'][number]
export interface Answered { item: ChecklistItem, answer: ItemAnswer, text: string }

const results = { conforming: 'conforming', nonconforming: 'nonconforming', not_applicable: 'notApplicable' } as const
const tones = { conforming: 'ok', nonconforming: 'stop', not_applicable: 'mute', recorded: 'mute' } as const

export const readAnswers = async (id: string): Promise<Recorded> =>
  body(api.GET('/api/v1/spot-checks/{spot_check_id}/answers', { params: { path: { spot_check_id: id } } }))

/** Asks whoever took a photo that answers an item for its original; asked again, it changes nothing. */
export async function askForOriginal(id: string, sha256: string): Promise<Recorded> {
  const path = { spot_check_id: id, sha256 }
  return body(api.POST('/api/v1/spot-checks/{spot_check_id}/photos/{sha256}/original/ask', { params: { path } }))
}

export const toneOf = ({ result }: ItemAnswer) => tones[result]

/** What was found, in a word. */
export function wordOf({ result }: Pick<ItemAnswer, 'result'>): string {
  return result === 'recorded' ? itemWords('recorded') : partWords(results[result])
}

function all({ id, sections, answers }: RecordedList, checkId: string): Answered[] {
  const items = itemsOf(sections as { id: string, title: string, guarantee: boolean, items: ChecklistItem[] }[])
  return items.flatMap((item) => {
    const answer = (answers as Record<string, ItemAnswer>)[item.id]
    return answer ? [{ item, answer, text: [givenText(item, answer.given, { checkId, versionId: id }), answer.note].filter(Boolean).join('；') }] : []
  })
}

/** Whether nothing is to be said of it but that it conforms. */
const isPlain = ({ item, answer, text }: Answered) => isJudged(item) && answer.result === 'conforming' && !text

/** What somebody would look at: all but what a person found in order without a word. */
export const answeredIn = (list: RecordedList, checkId: string) => all(list, checkId).filter(one => !isPlain(one))

/** What was found in order without a word. */
export const restOf = (list: RecordedList, checkId: string) => all(list, checkId).filter(isPlain)

/** The photos that an answer names, in its order. */
export function photosOf(hashes: readonly string[], photos: readonly Photo[]): Photo[] {
  return hashes.flatMap(sha256 => photos.find(photo => photo.sha256 === sha256) ?? [])
}
