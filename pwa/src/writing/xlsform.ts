/** Lists as XLSForm, the forms of ODK and Kobo: what one says that a list cannot, and the ways out. */
import type { Draft, Filled } from './drafts'
import { wordsOr } from '../words/words'
import { lossWords } from './xlsform-words'

/** What of a form is not taken over as it stands; row 0 is a whole sheet. */
export interface Loss { sheet: string, row: number, column: string, value: string, code: string, note: string }
/** Nothing is taken over while there are faults, or losses that were not confirmed by the file's hash. */
export interface FormReport { sha256: string, taken: boolean, faults: Loss[], losses: Loss[], losses_total: number }
/** A draft after a file was tried; of a sheet of items there is no form. */
export type Tried = Filled & { form?: FormReport | null }

export const formPath = ({ id }: Pick<Draft, 'id'>) => `/api/v1/checklist-drafts/${id}/xlsform.xlsx`
export const versionFormPath = (id: string) => `/api/v1/checklists/${id}/xlsform.xlsx`

/** What became of a cell of a form, and what to do. */
export function wordsOfLoss({ code, note }: Loss): string {
  return code in lossWords.catalogues.en ? lossWords(code as 'xlsform.cut', { note }) : wordsOr(lossWords, code, code)
}
