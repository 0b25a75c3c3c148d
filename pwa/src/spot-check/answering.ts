/** What an answer becomes when something is tapped or typed; the phone's part of checklists/. */
import type { ChecklistItem, Given, ItemAnswer } from '../checklists'
import type { Result } from '../scoring'
import { isJudged, kindOf, resultOf } from '../checklists'

const pointsOf = ({ reasons = [] }: Given) => reasons.reduce((sum, { points }) => sum + points, 0)

/** After a tap on a result: points are taken off only of an item that scores, and then at least one. */
export function answerWith(item: ChecklistItem, before: ItemAnswer | undefined, result: Result): ItemAnswer {
  const note = before?.note ?? ''
  if (kindOf(item) !== 'score' || result !== 'nonconforming')
    return { result, deduction: 0, note }
  const { given } = before ?? {}
  return { result, deduction: Math.max(1, before?.deduction ?? 1), note, ...(given && { given }) }
}

/** After points were set by hand: they rest on no grounds of the list any more. */
export function deductionOf(before: ItemAnswer, deduction: number): ItemAnswer {
  return { result: before.result, deduction, note: before.note }
}

/** After something was given: the result follows from it, or of a scored item the deduction. */
export function answerGiven(item: ChecklistItem, before: ItemAnswer | undefined, given: Given): ItemAnswer {
  const note = before?.note ?? ''
  if (!isJudged(item))
    return { result: resultOf(item, given), deduction: 0, note, given }
  if (!given.reasons?.length)
    return { result: 'nonconforming', deduction: 1, note }
  return { result: 'nonconforming', deduction: Math.min(pointsOf(given), item.points ?? 0), note, given }
}
