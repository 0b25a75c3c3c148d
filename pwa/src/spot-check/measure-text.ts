/** What an item measures and how it is judged, and what was given, in words; for the phone and for paper. */
import type { Acceptance, ChecklistItem, Given, Measure } from '../checklists'
import { badReadings, kindOf } from '../checklists'
import { words } from './item-words'

const signed = (decimal: string) => (decimal.startsWith('-') ? decimal.replace('-', '−') : `+${decimal}`)

/** 设计值 and 允许偏差. */
export function toleranceOf({ unit, design, lower, upper }: Measure): string {
  const parts = [design === undefined ? null : words('design', { n: design, unit })]
  if (lower !== undefined && upper !== undefined)
    parts.push(words('tolerance', { lower: signed(lower), upper: signed(upper), unit }))
  else if (lower !== undefined)
    parts.push(words('atLeast', { lower: signed(lower), unit }))
  else if (upper !== undefined)
    parts.push(words('atMost', { upper: signed(upper), unit }))
  return parts.filter(Boolean).join(' · ')
}

function acceptance({ rate, most, counting }: Acceptance, unit: string): string {
  if (counting)
    return `${words(counting === 'one_stage' ? 'oneStage' : 'twoStage')}（${words('unverifiedTables')}）`
  return rate === undefined ? words('most', { n: most ?? 0, unit }).trim() : words('rate', { n: rate })
}

/** How many bad ones are accepted. */
export const ruleOf = ({ accept, unit }: ChecklistItem) => (accept ? acceptance(accept, unit ?? '') : '')

function measured({ measure }: ChecklistItem, { readings = [], lot }: Given): string {
  const bad = badReadings(measure!, readings)
  const list = readings.map((reading, n) => (bad[n] ? `${reading}（${words('outOfTolerance')}）` : reading)).join('、')
  return [lot === undefined ? null : `${words('lot')} ${lot}`, `${list} ${measure!.unit}`.trim()].filter(Boolean).join('；')
}

function counted({ unit = '' }: ChecklistItem, { counts = [], lot }: Given): string {
  const number = `${counts.join(' + ')} ${unit}`.trim()
  return lot === undefined ? number : `${words('lot')} ${lot}；${words('badMembers')} ${number}`
}

function grounds({ reasons = [] }: ChecklistItem, given: Given): string {
  const texts = new Map(reasons.map(({ id, text }) => [id, text]))
  return given.reasons!.map(({ id, points }) => `${texts.get(id) ?? id} ${words('reasonPoints', { n: points })}`).join('；')
}

/** What was given to an item, in one line; nothing where only a result was. */
export function givenText(item: ChecklistItem, given: Given | undefined): string {
  if (!given)
    return ''
  const kind = kindOf(item)
  if (kind === 'measure')
    return measured(item, given)
  if (kind === 'count')
    return counted(item, given)
  if (kind === 'choice')
    return item.options!.filter(({ value }) => given.chosen?.includes(value)).map(({ label }) => label).join('、')
  if (kind === 'photo')
    return words('photosGiven', { n: given.photos?.length ?? 0 })
  if (kind === 'score')
    return grounds(item, given)
  return given.text ?? ''
}
