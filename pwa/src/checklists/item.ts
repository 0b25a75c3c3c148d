import type { Result } from '../scoring'

/** One item of a checklist as its definition has it; twin of the server's checklists/definition/items.py. */

/** 判定, 扣分, 实测, 选择, 文字, 照片, 计数. */
export type Kind = 'judge' | 'score' | 'measure' | 'choice' | 'text' | 'photo' | 'count'

export interface Reason { id: string, text: string, least: number, most: number }
export interface Option { value: string, label: string, fails: boolean }

/** Numbers are decimals as text: no binary fraction is 0.1. */
export interface Measure {
  unit: string
  design?: string
  lower?: string
  upper?: string
  readings: number
  limit?: string
}

/** How many bad ones are accepted: a rate of good ones in per cent, so many, or a table's. */
export interface Acceptance { rate?: string, most?: number, counting?: 'one_stage' | 'two_stage' }

/** What a hazard of this item begins with. */
export interface Failing { grade?: 'general' | 'serious' | 'major', days?: number, party?: string }

export type Condition
  = | { all: Condition[] }
    | { any: Condition[] }
    | { not: Condition }
    | { item: string, is: string }
    | { item: string, chosen: string }
    | { item: string, at_least: number }
    | { item: string, at_most: number }
    | { item: string, answered: true }

export interface ChecklistItem {
  id: string
  no: number
  name: string
  /** Absent in lists that were mirrored before there were kinds. */
  kind?: Kind
  hint: string
  clause: string
  unverified: boolean
  required?: boolean
  shown_when?: Condition
  /** Of an item that scores. */
  points?: number | null
  reasons?: Reason[]
  options?: Option[]
  many?: boolean
  measure?: Measure
  /** Of a count. */
  unit?: string
  accept?: Acceptance
  /** A sample of a lot is looked at. */
  lot?: boolean
  /** An office has compared the tables by which it is sampled and judged. */
  tables_verified?: boolean
  fails?: Failing
}

export interface ChecklistSection { id: string, title: string, guarantee: boolean, items: ChecklistItem[] }

/** What belongs to an item's kind: readings, chosen options, a text, photos, counts, reasons. */
export interface Given {
  reasons?: { id: string, points: number }[]
  readings?: string[]
  lot?: number
  chosen?: string[]
  text?: string
  photos?: string[]
  counts?: number[]
}

export interface ItemAnswer { result: Result, deduction: number, note: string, given?: Given }
export type Answers = Record<string, ItemAnswer>

export function kindOf({ kind, points }: Pick<ChecklistItem, 'kind' | 'points'>): Kind {
  return kind ?? (typeof points === 'number' ? 'score' : 'judge')
}

/** Whether a person says the result; of the other kinds it follows from what is given. */
export const isJudged = (item: ChecklistItem) => ['judge', 'score'].includes(kindOf(item))

/** How many photos answer one item at most. */
export const mostPhotos = 20

export const itemsOf = (sections: readonly ChecklistSection[]) => sections.flatMap(({ items }) => items)

/** Whether a lot is sampled by tables that nobody has compared with GB 50300-2013. */
export const isByUnverifiedTables = ({ lot, tables_verified }: Pick<ChecklistItem, 'lot' | 'tables_verified'>) => Boolean(lot) && !tables_verified
