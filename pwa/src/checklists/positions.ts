/** Which members of a lot are looked at, drawn by tickets of dr/1; twin of the server's positions.py. */
import { inOrder } from '../dr1/numbers'
import { digestOf } from '../dr1/seed'

export interface SampleOf { checkId: string, versionId: string, itemId: string }

/** The seed of an item's sample in a check, in hex: it follows from names that nobody chooses. */
export const seedOfSample = ({ checkId, versionId, itemId }: SampleOf) =>
  digestOf(`suicha sample/1\n${checkId}\n${versionId}\n${itemId}\n`)

/** Draws so many members of a lot, numbered from 1, ascending; `skip` leaves out those of a first sample. */
export function positions(seed: string, capacity: number, size: number, skip = 0): number[] {
  return inOrder(seed, capacity).slice(skip, skip + size).sort((a, b) => a - b)
}
