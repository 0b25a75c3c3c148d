/** Receipts (回执): what the server has received, as anybody can check who holds the paper or the file. */
import type { SpotCheckRow } from '../store'
import type { WholeCheck } from './file'
import { saveFile } from '../account/saving'
import { download } from '../desk/download'

export interface PhotoReceipt { sha256: string, number: string }

/** Where anybody checks a receipt; nobody signs in there. */
export const receiptAddress = (number: string) => `${window.location.origin}/r/${number}`

/** Enough of a hash for an eye to tell two files apart. */
export const shortHash = (sha256: string) => sha256.slice(0, 12)

/** A photo's receipt, as far as the server has told this phone of it. */
export const receiptOf = ({ received }: SpotCheckRow, sha256: string): string | null => received.receipts?.[sha256] ?? null

/** The receipts of all photos of a check, in their order. */
export function photoReceipts({ received }: SpotCheckRow): PhotoReceipt[] {
  const given = Object.entries(received.receipts ?? {}).flatMap(([sha256, number]) => (number ? [{ sha256, number }] : []))
  return given.sort((a, b) => (a.number < b.number ? -1 : 1))
}

/** Saves the signed record byte for byte: this phone's own, also without a network, else the server's. */
export async function saveRecord({ check, submission }: WholeCheck, receipt: string): Promise<void> {
  if (submission)
    saveFile(new File([submission.args.record], `${receipt}.json`, { type: 'application/json' }))
  else
    await download(`/api/v1/spot-checks/${check.id}/record`, `${receipt}.json`)
}
