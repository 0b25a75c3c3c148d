/** Samples of a lot and how they are judged (GB 50300-2013, 3.0.9 and appendix D); twin of the server's sampling.py. */

/** Largest capacity of a lot, and the smallest sample of it (table 3.0.9; from memory, unverified). */
const samples = [[15, 2], [25, 3], [90, 5], [150, 8], [280, 13], [500, 20], [1200, 32], [3200, 50]] as const
export const largestLot = 3200

const oneStage = [[5, 1], [8, 2], [13, 3], [20, 5], [32, 7], [50, 10], [80, 14], [125, 21]] as const

/** First sample: what it accepts and rejects by itself, and what both together reject. */
const twoStage = new Map([
  [3, { accept: 0, reject: 2, both: 2 }],
  [5, { accept: 0, reject: 3, both: 4 }],
  [8, { accept: 1, reject: 3, both: 5 }],
  [13, { accept: 2, reject: 5, both: 7 }],
  [20, { accept: 3, reject: 6, both: 10 }],
  [32, { accept: 5, reject: 9, both: 13 }],
  [50, { accept: 7, reject: 11, both: 19 }],
  [80, { accept: 11, reject: 16, both: 27 }],
])

export interface Stage { size: number, bad: number }
export type Verdict = 'accepted' | 'rejected' | 'second'

/** The smallest sample of a lot of at least one member. */
export function smallestSample(capacity: number): number {
  const [, sample] = samples.find(([most]) => capacity <= most) ?? samples.at(-1)!
  return Math.min(capacity, sample)
}

/** How many bad ones of a sample are still accepted in one stage; between two sizes in proportion, halves up. */
export function acceptedOf(size: number): number {
  if (size < oneStage[0][0])
    return 0
  for (let n = 1; n < oneStage.length; n++) {
    const [[low, few], [high, many]] = [oneStage[n - 1]!, oneStage[n]!]
    if (size <= high)
      return few + Math.floor((2 * (many - few) * (size - low) + (high - low)) / (2 * (high - low)))
  }
  return oneStage.at(-1)![1]
}

/** The first sample of two for a sample of at least `size`. */
export const firstOfTwo = (size: number) => [...twoStage.keys()].find(first => first >= size) ?? 80

/** Judges a sample by appendix D; a second one counts only where the first asks for it. */
export function judge(counting: 'one_stage' | 'two_stage', first: Stage, second: Stage | null): Verdict {
  const limits = counting === 'two_stage' ? twoStage.get(first.size) : undefined
  if (!limits)
    return first.bad <= acceptedOf(first.size) ? 'accepted' : 'rejected'
  if (first.bad <= limits.accept)
    return 'accepted'
  if (first.bad >= limits.reject)
    return 'rejected'
  if (!second)
    return 'second'
  return first.bad + second.bad >= limits.both ? 'rejected' : 'accepted'
}
