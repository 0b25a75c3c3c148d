/** 与搭档的不同: where another inspector answered otherwise, before a record is closed and after. */
import type { AnswerSheetRow, Choice, Decided, Difference, ItemAnswer, NewCommand, OutboxEntry, SpotCheckRow } from '../store'
import type { CheckFile } from './record'
import { canonical } from './canonical'

/** One item on which a person's answer is not the one it is held against. */
export interface Differing {
  versionId: string
  itemId: string
  inspectorId: string
  /** What the record says, or before it is closed this phone. */
  recorded: ItemAnswer | null
  answered: ItemAnswer | null
  decided: Decided
}

type Item = Pick<Differing, 'versionId' | 'itemId' | 'inspectorId'>

export const keyOf = ({ versionId, itemId, inspectorId }: Item) => `${versionId}/${itemId}/${inspectorId}`

/** Answers are compared whole: another deduction or another note is another answer. */
export function isSame(one: ItemAnswer | null | undefined, other: ItemAnswer | null | undefined): boolean {
  if (!one || !other)
    return !one && !other
  const isSameGiven = canonical(one.given ?? null) === canonical(other.given ?? null)
  return one.result === other.result && one.deduction === other.deduction && one.note === other.note && isSameGiven
}

/** The partner's answers that were looked at and not taken, by `keyOf`; one that is given anew is shown anew. */
export type Left = Record<string, ItemAnswer>

/** Where the others, as the server last told of them, answered otherwise than this phone: item by item, in the lists' order. */
export function differencesBefore(
  { lists, work }: Pick<CheckFile, 'lists' | 'work'>,
  others: readonly AnswerSheetRow[],
  left: Left,
): Differing[] {
  return lists.flatMap(list => list.sections.flatMap(({ items }) => items.flatMap(item => others.flatMap((sheet): Differing[] => {
    const answered = sheet.checklist_id === list.id ? sheet.answers[item.id] : undefined
    const recorded = work.sheets[list.id]?.answers[item.id] ?? null
    if (!answered || isSame(answered, recorded))
      return []
    const found = { versionId: list.id, itemId: item.id, inspectorId: sheet.inspector_id, recorded, answered }
    return [{ ...found, decided: isSame(left[keyOf(found)], answered) ? 'left' : null }]
  }))))
}

const fromRow = ({ checklist_id: versionId, item_id: itemId, inspector_id: inspectorId, ...rest }: Difference): Differing =>
  ({ versionId, itemId, inspectorId, ...rest })

/** What a decision on its way says of an item; null when it says nothing. */
function waiting(entries: readonly OutboxEntry[], digest: string) {
  return entries.flatMap(({ command, state }) =>
    command.name === 'spot_check.decide' && command.args.base_digest === digest && state !== 'refused' && state !== 'corrected'
      ? [command.args]
      : [])
}

const wordOf = (take: boolean | undefined): Decided => take === undefined ? null : take ? 'taken' : 'left'

export interface Undecided {
  items: Differing[]
  hazards: { hazardId: string, decided: Decided }[]
  /** Whether a decision of this phone has not come back in the record yet. */
  onItsWay: boolean
}

/** The differences of a closed check as the server told them, with the decisions that this phone has made since. */
export function differencesAfter(check: SpotCheckRow, entries: readonly OutboxEntry[]): Undecided {
  const made = waiting(entries, check.record?.digest ?? '')
  const choices = new Map(made.flatMap(({ choices: each }) => each.map(choice =>
    [keyOf({ versionId: choice.checklist_version_id, itemId: choice.item_id, inspectorId: choice.inspector_id }), choice] as const)))
  const hazards = new Map(made.flatMap(({ hazards: each }) => each.map(({ hazard_id, take }) => [hazard_id, take] as const)))
  return {
    items: (check.differences ?? []).map(fromRow).map(each => ({ ...each, decided: each.decided ?? wordOf(choices.get(keyOf(each))?.take) })),
    hazards: (check.unrecorded_hazards ?? []).map(({ hazard_id: hazardId, decided }) =>
      ({ hazardId, decided: decided ?? wordOf(hazards.get(hazardId)) })),
    onItsWay: made.length > 0,
  }
}

/** How many of them nobody has decided on. */
export function openAmong({ items, hazards }: Pick<Undecided, 'items' | 'hazards'>): number {
  return [...items, ...hazards].filter(({ decided }) => decided === null).length
}

/** A decision while it is being made: 采纳 or 不采纳 by `keyOf`, and by hazard. */
export interface Ruling { items: Record<string, 'taken' | 'left'>, hazards: Record<string, 'taken' | 'left'>, reason: string }
export const emptyRuling: Ruling = { items: {}, hazards: {}, reason: '' }

/** The ruling after a tap. Of one item only one answer can stand: another that was taken is left. */
export function ruled(ruling: Ruling, items: readonly Differing[], chosen: Differing, word: 'taken' | 'left'): Ruling {
  const rivals = items.filter(each => each.versionId === chosen.versionId && each.itemId === chosen.itemId && !isSame(each.answered, chosen.answered))
  const overruled = rivals.filter(each => word === 'taken' && ruling.items[keyOf(each)] === 'taken').map(each => [keyOf(each), 'left'] as const)
  return { ...ruling, items: { ...ruling.items, ...Object.fromEntries(overruled), [keyOf(chosen)]: word } }
}

function choicesOf({ items }: Ruling, differing: readonly Differing[]): Choice[] {
  return differing.filter(each => items[keyOf(each)]).map(each => ({
    checklist_version_id: each.versionId,
    item_id: each.itemId,
    inspector_id: each.inspectorId,
    take: items[keyOf(each)] === 'taken',
    answer: each.answered,
  }))
}

/** The decision as a command; null while nothing is chosen, no reason is given, or no record stands yet. */
export function decideCommand(check: SpotCheckRow, found: Pick<Undecided, 'items'>, ruling: Ruling, at: string): NewCommand | null {
  const choices = choicesOf(ruling, found.items)
  const hazards = Object.entries(ruling.hazards).map(([hazard_id, word]) => ({ hazard_id, take: word === 'taken' }))
  const reason = ruling.reason.trim()
  if (!check.record || !reason || choices.length + hazards.length === 0)
    return null
  const args = { spot_check_id: check.id, base_digest: check.record.digest, choices, hazards, reason, decided_at: at }
  return { name: 'spot_check.decide', args }
}
