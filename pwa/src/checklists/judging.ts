/** What an answer says of its item; twin of the server's judging.py and answers.py, held to them by chance. */
import type { Result } from '../scoring'
import type { Acceptance, Answers, ChecklistItem, Given, ItemAnswer, Measure } from './item'
import type { Stage } from './sampling'
import { millionths } from './decimals'
import { isJudged, kindOf } from './item'
import { firstOfTwo, judge, smallestSample } from './sampling'
import { shown } from './shown'

const whole = 1_000_000n

/** How many are to be looked at: of a lot by its capacity, else as the item says. */
export function sampleSize({ lot, measure, accept }: ChecklistItem, given: { lot?: number | undefined }): number {
  if (!lot)
    return measure?.readings ?? 1
  const size = smallestSample(given.lot!)
  return accept?.counting === 'two_stage' ? Math.min(given.lot!, firstOfTwo(size)) : size
}

/** Whether a reading's deviation is within so many (in millionths) times the tolerance. */
function isWithin({ design, lower, upper }: Measure, reading: string, times: bigint): boolean {
  const deviation = (millionths(reading) - millionths(design ?? '0')) * whole
  return (lower === undefined || deviation >= millionths(lower) * times)
    && (upper === undefined || deviation <= millionths(upper) * times)
}

/** Of each reading, whether it is out of tolerance. */
export const badReadings = (measure: Measure, readings: readonly string[]) => readings.map(reading => !isWithin(measure, reading, whole))

const conforming = (isSo: boolean): Result => (isSo ? 'conforming' : 'nonconforming')

function accepted(accept: Acceptance, all: Stage, first: Stage, second: Stage | null): Result {
  if (accept.counting) {
    const verdict = judge(accept.counting, first, second)
    return verdict === 'second' ? 'recorded' : conforming(verdict === 'accepted')
  }
  if (accept.rate !== undefined)
    return conforming(BigInt(all.size - all.bad) * 100n * whole >= millionths(accept.rate) * BigInt(all.size))
  return conforming(all.bad <= (accept.most ?? 0))
}

const judges = (measure: Measure) => measure.lower !== undefined || measure.upper !== undefined

function resultOfMeasure(item: ChecklistItem, given: Given): Result {
  const { measure } = item
  const readings = given.readings ?? []
  if (!measure || !judges(measure))
    return 'recorded'
  if (measure.limit !== undefined && readings.some(reading => !isWithin(measure, reading, millionths(measure.limit!))))
    return 'nonconforming'
  const size = sampleSize(item, given)
  const bad = badReadings(measure, readings)
  const stage = (from: number): Stage => ({ size, bad: bad.slice(from, from + size).filter(Boolean).length })
  if (bad.length < size)
    return 'recorded'
  const all = { size: bad.length, bad: bad.filter(Boolean).length }
  return accepted(item.accept ?? { most: 0 }, all, stage(0), bad.length >= 2 * size ? stage(size) : null)
}

function resultOfCount(item: ChecklistItem, given: Given): Result {
  const counts = given.counts ?? []
  if (!item.accept)
    return 'recorded'
  const size = sampleSize(item, given)
  const second = counts.length > 1 ? { size, bad: counts[1]! } : null
  const all = { size: size * counts.length, bad: counts.reduce((sum, each) => sum + each, 0) }
  return accepted(item.accept, all, { size, bad: counts[0]! }, second)
}

function resultOfChoice({ options }: ChecklistItem, { chosen }: Given): Result {
  const failing = new Set(options?.filter(({ fails }) => fails).map(({ value }) => value))
  if (failing.size === 0)
    return 'recorded'
  return conforming(!chosen?.some(value => failing.has(value)))
}

/** What an item's own content says of it; 已记录 where it judges nothing, or not yet. Not for what a person judges. */
export function resultOf(item: ChecklistItem, given: Given): Result {
  const kind = kindOf(item)
  if (kind === 'measure')
    return resultOfMeasure(item, given)
  if (kind === 'count')
    return resultOfCount(item, given)
  return kind === 'choice' ? resultOfChoice(item, given) : 'recorded'
}

/** Whether an item is answered in full: all readings of a series, a sample judged. */
export function isComplete(item: ChecklistItem, answer: ItemAnswer | undefined): boolean {
  if (!answer)
    return false
  const kind = kindOf(item)
  if (isJudged(item) || answer.result !== 'recorded' || (kind !== 'measure' && kind !== 'count'))
    return true
  if (kind === 'count')
    return !item.accept
  return !judges(item.measure!) && (answer.given?.readings?.length ?? 0) >= sampleSize(item, answer.given ?? {})
}

/** The required items that are asked for and not answered in full. */
export function missing(items: readonly ChecklistItem[], answers: Readonly<Answers>): ChecklistItem[] {
  return shown(items, answers).filter(item => item.required && !isComplete(item, answers[item.id]))
}
