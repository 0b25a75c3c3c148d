/** Which items are asked for; twin of the server's conditions.py. */
import type { Answers, ChecklistItem, Condition, ItemAnswer } from './item'

type AnswerOf = (itemId: string) => ItemAnswer | undefined

const countOf = ({ given }: ItemAnswer) => given?.counts?.reduce((sum, each) => sum + each, 0)

function isSo(question: Exclude<Condition, { all: unknown } | { any: unknown } | { not: unknown }>, answer: ItemAnswer): boolean {
  if ('is' in question)
    return answer.result === question.is
  if ('chosen' in question)
    return answer.given?.chosen?.includes(question.chosen) ?? false
  if ('answered' in question)
    return true
  const count = countOf(answer)
  if (count === undefined)
    return false
  return 'at_least' in question ? count >= question.at_least : count <= question.at_most
}

function holds(condition: Condition, answerOf: AnswerOf): boolean {
  if ('all' in condition)
    return condition.all.every(part => holds(part, answerOf))
  if ('any' in condition)
    return condition.any.some(part => holds(part, answerOf))
  if ('not' in condition)
    return !holds(condition.not, answerOf)
  const answer = answerOf(condition.item)
  return answer !== undefined && isSo(condition, answer)
}

/** The items that are asked for, in their order; what is hidden counts as not answered for those after it. */
export function shown(items: readonly ChecklistItem[], answers: Readonly<Answers>): ChecklistItem[] {
  const found = new Set<string>()
  const answerOf: AnswerOf = itemId => (found.has(itemId) ? answers[itemId] : undefined)
  return items.filter((item) => {
    const isShown = !item.shown_when || holds(item.shown_when, answerOf)
    if (isShown)
      found.add(item.id)
    return isShown
  })
}
