/** The commands of sync.md: everything a phone does, by name, with what each says. */
import type { Answers, ItemAnswer } from '../checklists'
import type { Determination, SaidGrade } from './graded'

export type { Answers, ItemAnswer }

export type MediaType = 'image/jpeg' | 'image/png' | 'image/webp' | 'image/heic'

export interface Position {
  lat: number
  lon: number
  accuracy_m: number
  fix_age_ms: number
  source: 'gps' | 'network' | 'unknown'
}

export interface PhotoFile { sha256: string, size: number, media_type: MediaType }

/** What the server is owed: the rendition by hash and size, and the original that follows later. */
export interface PhotoPromise extends PhotoFile {
  original: PhotoFile | null
  taken_at: string
  source: 'camera' | 'album'
  position: Position | null
  /** Only of a marked copy: the picture that it was drawn on. */
  marked_of?: string
}

export type ResultCategory
  = | 'no_problem'
    | 'corrected_on_site'
    | 'rectify_by_date'
    | 'stop_work'
    | 'case_filed'
    | 'transferred'
    | 'uncooperative'
    | 'no_construction'
    | 'unreachable'

/** One differing item: `answer` is the inspector's as the lead saw it. */
export interface Choice {
  checklist_version_id: string
  item_id: string
  inspector_id: string
  take: boolean
  answer: ItemAnswer | null
}

/** The whole current answers on one list; `photos` promises those that they name and this phone holds. */
interface SaidAnswers {
  spot_check_id: string
  checklist_version_id: string
  answers: Answers
  photos?: PhotoPromise[]
}

export interface Commands {
  'spot_check.start': { spot_check_id: string, started_at: string, position: Position | null }
  'spot_check.answer': SaidAnswers
  'hazard.report': {
    hazard_id: string
    spot_check_id: string
    checklist_version_id: string
    item_id: string
    description: string
    location: string
    clause: string
    grade: SaidGrade
    /** Absent where nobody determined that it is major, and in apps of before 0.2.0. */
    determination?: Determination
    due_on: string
    party_id: string
    photos: PhotoPromise[]
  }
  'spot_check.sign': {
    spot_check_id: string
    signature_id: string
    digest: string
    signer: 'inspector' | 'party'
    person_id: string | null
    name: string
    position_title: string
    refused: boolean
    refusal_reason: string | null
    witness_name: string | null
    image: PhotoPromise | null
    signed_at: string
  }
  'spot_check.submit': {
    spot_check_id: string
    digest: string
    record: string
    result_category: ResultCategory
    submitted_at: string
  }
  /** What comes after the record was closed: another inspector's late answers, or a correction with its reason. */
  'spot_check.supplement': SaidAnswers & { supplement_id: string, reason: string }
  /** The lead's decision on differences; the server composes the new version from it. */
  'spot_check.decide': {
    spot_check_id: string
    base_digest: string
    choices: Choice[]
    hazards: { hazard_id: string, take: boolean }[]
    reason: string
    decided_at: string
  }
  'hazard.recheck': {
    spot_check_id: string
    hazard_id: string
    recheck_id: string
    result: 'passed' | 'failed'
    note: string
    photos: PhotoPromise[]
    rechecked_at: string
  }
}

export type CommandName = keyof Commands

/** A command as it travels; `seq` orders the commands of one device. */
export type Command = {
  [Name in CommandName]: { id: string, name: Name, v: 1, args: Commands[Name], made_at: string, seq: number }
}[CommandName]

/** A command before it is kept: id, time and seq are given when it enters the outbox. */
export type NewCommand = { [Name in CommandName]: { name: Name, args: Commands[Name] } }[CommandName]

/** The renditions that a command promises, in its own words. */
export function promisesOf(command: NewCommand): PhotoPromise[] {
  if (command.name === 'hazard.report' || command.name === 'hazard.recheck')
    return command.args.photos
  if (command.name === 'spot_check.answer' || command.name === 'spot_check.supplement')
    return command.args.photos ?? []
  return command.name === 'spot_check.sign' && command.args.image ? [command.args.image] : []
}
