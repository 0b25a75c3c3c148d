import type { Colour, HazardDetail } from './queue'
import { words as deskWords } from '../desk/words'
import { wordsOr } from '../words/words'
import { lightWordOf, reasonWord } from './due'
import { words as majorWords } from './major-words'
import { inWords } from './majors'
import { factWords, words } from './words'

export interface Line {
  at: string
  what: string
  /** Who did it and what was said, where there is anything. */
  about: string
  colour: Colour | null
}

type Detail = Pick<HazardDetail, 'timeline' | 'steps' | 'light_history'>

type Step = Detail['steps'][number]

const dated = (date: string | null, provisional: boolean) => provisional ? words('provisionalDate', { date: date ?? '' }) : date ?? ''

function extension({ due_from, due_from_provisional, due_on, due_on_provisional }: Step): string {
  return words('extendedTo', { from: dated(due_from, due_from_provisional), to: dated(due_on, due_on_provisional) })
}

function determination({ is_major, edition, item_id }: Step): string {
  if (!is_major)
    return majorWords('notMajor')
  return [majorWords('majorOne'), edition && item_id ? inWords({ edition, item_id }) : majorWords('owed')].join(' · ')
}

function details(said: Step): string {
  const { step, photos, result, inspectors } = said
  if (step === 'extended')
    return extension(said)
  if (step === 'replied' && photos.length > 0)
    return words('photos', { n: photos.length })
  if (step === 'rechecked')
    return words(result === 'passed' ? 'passed' : 'failed')
  if (step === 'determined')
    return determination(said)
  return step === 'assigned' ? inspectors.map(({ name }) => name).join(deskWords('comma')) || words('nobody') : ''
}

function ofStep(step: Step): Line {
  const about = [step.by, details(step), step.note].filter(Boolean).join(' · ')
  return { at: step.at, what: wordsOr(factWords, `hazard.${step.step}`, step.step), about, colour: null }
}

/** All that happened to a hazard, oldest first: what people did, and what its light made of the time between. */
export function linesOf({ timeline, steps, light_history: lights }: Detail): Line[] {
  // The timeline names each step too, without what belongs to it.
  const steppedAt = new Set(steps.map(({ at, step }) => `${at} hazard.${step}`))
  const told = timeline.filter(({ at, fact }) => !steppedAt.has(`${at} ${fact}`))
  const lines: Line[] = [
    ...told.map(({ at, fact, by, note }) => ({ at, what: wordsOr(factWords, fact, fact), about: [by, note].filter(Boolean).join(' · '), colour: null })),
    ...steps.map(ofStep),
    ...lights.map(({ at, to, reason, rule }) => ({
      at,
      what: words('lightBecame', { light: lightWordOf(to, reason) }),
      about: `${reasonWord(reason)} · ${words('byRule', { rule })}`,
      colour: to,
    })),
  ]
  return lines.sort((a, b) => a.at.localeCompare(b.at))
}
