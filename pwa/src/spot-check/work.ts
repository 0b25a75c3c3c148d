/** What this phone holds of a check that is not closed yet: drafts, saved at every answer. */
import type { Answers, Commands, Determination, Position, ResultCategory, Severity, SpotCheckRow } from '../store'

export interface Start { startedAt: string, position: Position | null }

/** The answers on one checklist, and where one was. */
export interface Sheet {
  answers: Answers
  at: string | null
  /** Whether answers have changed since they last became a command. */
  changed: boolean
  /** The totals of lots that were typed before anything of them was looked at, by item; on this phone only. */
  lots?: Record<string, number>
  /** When what it is built on was made, where that came from this person's other phone. */
  told?: string
}

export interface Outcome { category: ResultCategory | null, partyNote: string }

/** A signature that waits for submission; `photoId` is its image on this phone. */
export interface Signature extends Omit<Commands['spot_check.sign'], 'spot_check_id'> { photoId: string | null }

/** A hazard sheet that is still being filled in. */
export interface HazardDraft {
  hazardId: string
  versionId: string
  itemId: string
  description: string
  location: string
  clause: string
  grade: Severity
  /** 判定为重大事故隐患; its item is empty until one is chosen. Null: not determined. */
  determination: Determination | null
  dueOn: string
  partyId: string
  photoIds: string[]
}

export interface Work {
  start: Start | null
  sheets: Record<string, Sheet>
  outcome: Outcome
  signatures: Signature[]
  hazardDrafts: HazardDraft[]
}

export const emptySheet: Sheet = { answers: {}, at: null, changed: false }
export const emptyOutcome: Outcome = { category: null, partyNote: '' }

export const checkDrafts = 'check/'

/** The check that a draft belongs to, by its name. */
export const checkIdIn = (key: string) => key.slice(checkDrafts.length).split('/')[0]!

/** The names under which the drafts of one check are kept. */
export function draftKeys(checkId: string) {
  const check = `${checkDrafts}${checkId}`
  return {
    all: `${check}/`,
    start: `${check}/start`,
    outcome: `${check}/outcome`,
    signatures: `${check}/signatures`,
    hazards: `${check}/hazard/`,
    hazard: (versionId: string, itemId: string) => `${check}/hazard/${versionId}/${itemId}`,
    corrections: `${check}/correction/`,
    correction: (commandId: string) => `${check}/correction/${commandId}`,
    sheets: `${check}/sheet/`,
    sheet: (versionId: string) => `${check}/sheet/${versionId}`,
    recheck: (hazardId: string) => `${check}/recheck/${hazardId}`,
    marks: (photoId: string) => `${check}/marks/${photoId}`,
    left: `${check}/left`,
    ruling: `${check}/ruling`,
    supplement: (versionId: string) => `${check}/supplement/${versionId}`,
  }
}

/** What removes all drafts of a check, beside the commands that they became; for `keep`. */
export function droppedDrafts(check: SpotCheckRow): Record<string, null> {
  const keys = draftKeys(check.id)
  const names = [keys.start, keys.outcome, keys.signatures, keys.left, ...check.checklists.map(keys.sheet)]
  return Object.fromEntries(names.map(name => [name, null]))
}
