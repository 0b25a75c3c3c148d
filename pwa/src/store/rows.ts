/** What the server says a person may see, as it is mirrored on the phone. */
import type { ResultCategory } from './commands'

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

export interface ChecklistItem {
  id: string
  no: number
  name: string
  /** Only in scored checklists. */
  points?: number | null
  hint: string
  clause: string
  unverified: boolean
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
  sections: { id: string, title: string, guarantee: boolean, items: ChecklistItem[] }[]
}

export interface AssignedInspector { id: string, name: string, card_number: string, lead: boolean }

export interface SpotCheckRow {
  id: string
  number: string
  site_id: string
  state: 'assigned' | 'started' | 'submitted' | 'complete' | 'published'
  due_on: string
  due_provisional: boolean
  checklists: string[]
  /** Null while the draw has left the first seat empty: nobody may submit yet. */
  lead_id: string | null
  inspectors: AssignedInspector[]
  result_category: ResultCategory | null
  receipt: string | null
  complete: boolean
  /** The server's own list of what it holds and has verified. */
  received: { commands: number, photos: string[] }
  item_list_entry: { name: string, legal_basis: string }
  plan_number: string | null
}

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
  grade: 'general' | 'major'
  due_on: string
  party_id: string
  party_name: string
  state: 'reported' | 'confirmed'
  light: {
    colour: 'green' | 'amber' | 'yellow' | 'red'
    reason: 'in_time' | 'due_soon' | 'overdue' | 'overdue_two_weeks' | 'overdue_one_month' | 'major'
  }
  reported_by: string
  reported_at: string
  confirmed_at: string | null
  photos: { sha256: string, state: string, taken_at: string, source: string }[]
}

export interface Rows {
  spot_check: SpotCheckRow
  site: Site
  checklist: ChecklistVersion
  hazard: HazardRow
}

export type Kind = keyof Rows
