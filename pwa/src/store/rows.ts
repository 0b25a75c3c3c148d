/** What the server says a person may see, as it is mirrored on the phone. */
import type { Answers, ChecklistItem, ChecklistSection, ItemAnswer, Scheme } from '../checklists'
import type { ResultCategory } from './commands'
import type { Determination, Severity } from './graded'

export type { ChecklistItem }

export type PartyRole = 'owner' | 'surveyor' | 'designer' | 'builder' | 'supervision'

export interface Site {
  id: string
  permit_number: string
  name: string
  address: string
  stage: string
  risk_class: 'A' | 'B' | 'C' | 'D'
  project_grade: 'A' | 'B' | 'C'
  category: 'building' | 'municipal'
  jurisdiction_id: string
  position: { lat: number, lon: number }
  boundary: { type: 'Polygon', coordinates: [number, number][][] }
  parties: { id: string, role: PartyRole, unit_id: string, unit_name: string, uscc: string, leader_name: string }[]
  ended_on: string | null
}

export interface ChecklistVersion {
  id: string
  code: string
  version: number
  title: string
  standard: string
  scored: boolean
  source: string
  published_on: string
  unverified: boolean
  split: boolean
  /** How it counts in a whole site; absent in rows that an older server told. */
  scheme?: Scheme | null
  sections: ChecklistSection[]
}

export interface AssignedInspector { id: string, name: string, card_number: string, lead: boolean }

export interface SpotCheckRow {
  id: string
  number: string
  site_id: string
  state: 'assigned' | 'started' | 'submitted' | 'complete' | 'published'
  due_on: string
  due_provisional: boolean
  /** When the first of its inspectors began; absent in rows that an older server told. */
  started_at?: string | null
  checklists: string[]
  /** Null while the draw has left the first seat empty: nobody may submit yet. */
  lead_id: string | null
  inspectors: AssignedInspector[]
  result_category: ResultCategory | null
  receipt: string | null
  complete: boolean
  /** The server's own list of what it holds and has verified. */
  received: {
    commands: number
    photos: string[]
    /** Receipt numbers of these photos; absent in rows that an older server told. */
    receipts?: Record<string, string | null>
  }
  item_list_entry: { name: string, legal_basis: string }
  plan_number: string | null
  /** The record that stands; absent in rows that an older server told. */
  record?: StandingRecord | null
  differences?: Difference[]
  unrecorded_hazards?: { hazard_id: string, decided: Decided }[]
}

export type Decided = 'taken' | 'left' | null

export interface StandingRecord {
  version: number
  digest: string
  /** Why it was decided anew; null in the version that was signed. */
  reason: string | null
  closed_at: string
  result_category: ResultCategory
  score: string | null
}

/** An item of a closed check in which an inspector's sheet differs from the record that stands. */
export interface Difference {
  checklist_id: string
  item_id: string
  inspector_id: string
  recorded: ItemAnswer | null
  answered: ItemAnswer | null
  decided: Decided
}

/** The latest answers of one inspector on one list, the partner's too. */
export interface AnswerSheetRow {
  id: string
  spot_check_id: string
  checklist_id: string
  inspector_id: string
  answers: Answers
  made_at: string
}

export interface PastHazard {
  id: string
  number: string
  item_id: string
  description: string
  state: HazardState
  grade: 'general' | 'major'
  /** Absent in rows that an older server told, as is the next. */
  severity?: Severity
  is_major?: boolean
}

/** A closed check of a site, as its history tells it. */
export interface PastCheck {
  id: string
  number: string
  submitted_at: string
  result_category: ResultCategory
  score: string | null
  findings: number
  inspectors: string[]
  /** By the list's code, then by item. */
  answers: Record<string, Answers>
  hazards: PastHazard[]
  photos: { sha256: string, hazard_id: string | null, taken_at: string }[]
}

/** What is known of a site before one goes there; its id is the site's. */
export interface SiteHistory {
  id: string
  site_id: string
  hazards: HazardRow[]
  /** The newest first; no more of them than this phone is to keep. */
  checks: PastCheck[]
}

export interface Clause {
  id: string
  code: string
  standard: string
  title: string
  text: string
  major: boolean
  unverified: boolean
}

/** One year's exceptions from Monday to Friday; `provisional` until the state has announced them. */
export interface CalendarYear { year: number, provisional: boolean, days_off: string[], days_on: string[] }
export interface Calendar { years: CalendarYear[] }

export type HazardState = 'reported' | 'confirmed' | 'replied' | 'verified' | 'returned' | 'closed'

export interface HazardRow {
  id: string
  number: string
  spot_check_id: string
  site_id: string
  item_id: string
  checklist_version_id: string
  description: string
  location: string
  clause: string
  /** For apps of before 0.2.0: major where is_major. */
  grade: 'general' | 'major'
  due_on: string
  party_id: string
  party_name: string
  state: HazardState
  light: {
    colour: 'green' | 'amber' | 'yellow' | 'red' | 'none'
    reason: 'in_time' | 'due_soon' | 'overdue' | 'overdue_two_weeks' | 'overdue_one_month' | 'major' | 'closed'
  }
  reported_by: string
  reported_at: string
  confirmed_at: string | null
  photos: { sha256: string, state: string, taken_at: string, source: string, marked_of?: string | null }[]
  /** Absent in rows that an older server told, as are those below. */
  severity?: Severity
  is_major?: boolean
  /** Null of a major one: its item is still owed. */
  determination?: Determination | null
  due_provisional?: boolean
  original_due_on?: string | null
  recheckers?: { id: string, name: string }[]
  /** What was taken after rectification: the contractor's reply and the re-check. */
  after_photos?: { sha256: string, state: string, taken_at: string, source: string, kind: 'reply' | 'recheck', marked_of?: string | null }[]
}

export interface Rows {
  spot_check: SpotCheckRow
  site: Site
  checklist: ChecklistVersion
  hazard: HazardRow
  answer_sheet: AnswerSheetRow
  history: SiteHistory
  clause: Clause
}

export type Kind = keyof Rows
