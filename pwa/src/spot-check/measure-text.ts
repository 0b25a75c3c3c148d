/** What an item measures and how it is judged, and what was given, in words; for the phone and for paper. */
import type { Acceptance, ChecklistItem, Given, Measure, SampleOf } from '../checklists'
import { badReadings, isByUnverifiedTables, kindOf, positions, sampleSize, seedOfSample } from '../checklists'
import { words } from './item-words'

type Visit = Pick<SampleOf, 'checkId' | 'versionId'>

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
    return words(counting === 'one_stage' ? 'oneStage' : 'twoStage')
  return rate === undefined ? words('most', { n: most ?? 0, unit }).trim() : words('rate', { n: rate })
}

/** How many bad ones are accepted. */
export const ruleOf = ({ accept, unit }: ChecklistItem) => (accept ? acceptance(accept, unit ?? '') : '')

/** The members of a lot that were looked at, first and second sample, as anybody can draw them again. */
function membersOf(item: ChecklistItem, lot: number, counts: readonly number[], of: Visit): string {
  const size = sampleSize(item, { lot })
  const seed = seedOfSample({ ...of, itemId: item.id })
  const first = words('positions', { list: positions(seed, lot, size).join('、') })
  return counts.length > 1 ? `${first}；${positions(seed, lot, size, size).join('、')}` : first
}

function lotText(item: ChecklistItem, { lot, counts = [] }: Given, of: Visit | null): string | null {
  if (lot === undefined)
    return null
  const total = `${words('lot')} ${lot}${isByUnverifiedTables(item) ? `（${words('unverifiedTables')}）` : ''}`
  return [total, of && membersOf(item, lot, counts, of)].filter(Boolean).join('；')
}

function measured(item: ChecklistItem, given: Given, of: Visit | null): string {
  const { readings = [] } = given
  const bad = badReadings(item.measure!, readings)
  const list = readings.map((reading, n) => (bad[n] ? `${reading}（${words('outOfTolerance')}）` : reading)).join('、')
  return [lotText(item, given, of), `${list} ${item.measure!.unit}`.trim()].filter(Boolean).join('；')
}

function counted(item: ChecklistItem, given: Given, of: Visit | null): string {
  const number = `${given.counts!.join(' + ')} ${item.unit ?? ''}`.trim()
  const lot = lotText(item, given, of)
  return lot === null ? number : `${lot}；${words('badMembers')} ${number}`
}

function grounds({ reasons = [] }: ChecklistItem, given: Given): string {
  const texts = new Map(reasons.map(({ id, text }) => [id, text]))
  return given.reasons!.map(({ id, points }) => `${texts.get(id) ?? id} ${words('reasonPoints', { n: points })}`).join('；')
}

/** What was given to an item, in one line; nothing where only a result was. `of` names the check, to draw a sample again. */
export function givenText(item: ChecklistItem, given: Given | undefined, of: Visit | null = null): string {
  if (!given)
    return ''
  const kind = kindOf(item)
  if (kind === 'measure')
    return measured(item, given, of)
  if (kind === 'count')
    return counted(item, given, of)
  if (kind === 'choice')
    return item.options!.filter(({ value }) => given.chosen?.includes(value)).map(({ label }) => label).join('、')
  if (kind === 'photo')
    return words('photosGiven', { n: given.photos?.length ?? 0 })
  if (kind === 'score')
    return grounds(item, given)
  return given.text ?? ''
}
