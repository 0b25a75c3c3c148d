import type { ChecklistItem, ItemAnswer } from '../checklists'
import type { Difference, Ruling, SpotCheckDetail } from './checks'
import { givenText } from '../spot-check/measure-text'
import { wordOf } from './answers'
import { words } from './words'

/** What a supervisor has chosen so far: take it into the record or leave it; what is not in it is not decided yet. */
export type Takes = Readonly<Record<string, boolean>>

type Answer = Difference['answered']

/** An answer in words: what was found, the deduction, what was given, the note. */
export function answerWords(answer: Answer, { item, checklist_id: versionId }: Pick<Difference, 'item' | 'checklist_id'>, checkId: string): string {
  if (!answer)
    return words('notAnswered')
  const { result, deduction, note, given } = answer as ItemAnswer
  const minus = deduction > 0 && words('deducted', { n: deduction })
  return [wordOf({ result }), minus, givenText(item as ChecklistItem, given, { checkId, versionId }), note].filter(Boolean).join(' · ')
}

export const itemKey = ({ checklist_id, item_id }: Difference) => `${checklist_id} ${item_id}`
export const keyOf = (difference: Difference) => `${itemKey(difference)} ${difference.inspector_id}`

/** Chooses one answer. Of two inspectors' answers to one item at most one can be the record's. */
export function choose(takes: Takes, all: readonly Difference[], { key, take }: { key: string, take: boolean }): Takes {
  const item = all.find(each => keyOf(each) === key)
  const rivals = item && take ? all.filter(each => itemKey(each) === itemKey(item) && keyOf(each) !== key) : []
  const left = Object.fromEntries(rivals.map(each => [keyOf(each), false]))
  return { ...takes, ...left, [key]: take }
}

type Open = Pick<SpotCheckDetail, 'differences' | 'unrecorded_hazards'>

/** What waits for a decision. */
export function undecided({ differences, unrecorded_hazards }: Open): Open {
  return {
    differences: differences.filter(({ decided }) => decided === null),
    unrecorded_hazards: unrecorded_hazards.filter(({ decided }) => decided === null),
  }
}

/** The choices as they travel; what is not chosen is left open. */
export function choicesOf({ differences, unrecorded_hazards }: Open, takes: Takes) {
  return {
    choices: differences.filter(each => keyOf(each) in takes).map(each => ({
      checklist_version_id: each.checklist_id,
      item_id: each.item_id,
      inspector_id: each.inspector_id,
      take: takes[keyOf(each)]!,
      // What the server told of an answer is sent back as it came.
      answer: each.answered as Ruling['choices'][number]['answer'],
    })),
    hazards: unrecorded_hazards.filter(({ hazard_id }) => hazard_id in takes).map(({ hazard_id }) => ({ hazard_id, take: takes[hazard_id]! })),
  }
}
