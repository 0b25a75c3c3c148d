/** What an item says, field by field, in words; for people who compare, not for programs. */
import type { ChecklistItem, Failing, Option, Reason } from '../checklists'
import { kindOf } from '../checklists'
import { words as itemWords } from '../spot-check/item-words'
import { ruleOf } from '../spot-check/measure-text'
import { wordsOr } from '../words/words'
import { conditionText } from './item-form'
import { words } from './item-form-words'
import { words as writingWords } from './words'

export const fields = [
  ...['section', 'id', 'name', 'kind', 'hint', 'clause', 'required', 'unverified', 'shown_when', 'points', 'reasons', 'options', 'many'] as const,
  ...['unit', 'design', 'lower', 'upper', 'readings', 'limit', 'lot', 'tables_verified', 'rule', 'grade', 'days', 'party'] as const,
]
export type Field = (typeof fields)[number]
export type InWords = Readonly<Record<Field, string>>

const yes = (said: boolean | undefined) => writingWords(said ? 'yes' : 'no')
const named = (name: string | undefined) => (name === undefined ? '' : wordsOr(words, name, name))

function reasonText({ text, least, most }: Reason): string {
  return `${text}（${least === most ? itemWords('reasonPoints', { n: most }) : itemWords('reasonRange', { least, most })}）`
}

const optionText = ({ label, fails }: Option) => (fails ? `${label}（${words('failsWord')}）` : label)

function measured({ measure, unit }: ChecklistItem) {
  const { design = '', lower = '', upper = '', readings, limit = '' } = measure ?? {}
  return { unit: measure?.unit ?? unit ?? '', design, lower, upper, readings: readings === undefined ? '' : String(readings), limit }
}

function failing({ grade, days, party }: Failing) {
  return { grade: named(grade), days: days === undefined ? '' : String(days), party: named(party) }
}

/** `items` are those of its list by their codes, so that a condition can name options by their labels. */
export function inWords(item: ChecklistItem, section: string, items: ReadonlyMap<string, ChecklistItem>): InWords {
  const { id, name, hint, clause } = item
  return {
    ...{ section, id, name, hint, clause },
    kind: writingWords(kindOf(item)),
    required: yes(item.required),
    unverified: yes(item.unverified),
    shown_when: item.shown_when ? conditionText(item.shown_when, items) : '',
    points: typeof item.points === 'number' ? String(item.points) : '',
    reasons: (item.reasons ?? []).map(reasonText).join('\n'),
    options: (item.options ?? []).map(optionText).join('\n'),
    many: yes(item.many),
    ...measured(item),
    lot: yes(item.lot),
    tables_verified: item.lot ? yes(item.tables_verified) : '',
    rule: ruleOf(item),
    ...failing(item.fails ?? {}),
  }
}
