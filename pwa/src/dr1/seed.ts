import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { KeyedHash } from './keyed'
import { InputError, quoted } from './refusal'
import { readRows } from './tables'
import { bytesOf } from './text'

/** From contributions to the seed and its keys (draw.md sections 2 and 3). */

export const contributionsFile = 'contributions.tsv'
export const contributionForm = '[a-z0-9.-]{1,64}'
const columns = [['contribution', contributionForm], ['value', '[\\x21-\\x7e]{1,512}']] as const

export type Contribution = readonly [id: string, value: string]

export const digestOf = (data: string | Uint8Array) => bytesToHex(sha256(typeof data === 'string' ? bytesOf(data) : data))
export const commitment = (plan: string, party: string, nonce: string) => digestOf(`dr/1 commit\n${plan}\n${party}\n${nonce}\n`)
export const readContributions = (bytes: Uint8Array) => readRows(bytes, contributionsFile, { '': columns }) as unknown as Contribution[]

function refusal(line: number, id: string, reason: string): InputError {
  return new InputError(contributionsFile, line, `${quoted(id)} ${reason}`)
}

/** Refuses contributions that are not those of the manifest, in its order. A party may keep silent. */
export function checkContributions(plan: string, expected: readonly string[], commitments: ReadonlyMap<string, string>, given: readonly Contribution[]): void {
  given.forEach(([id, value], n) => {
    if (id !== expected[n])
      throw refusal(n + 1, id, 'is not the contribution of this place')
    const committed = commitments.get(id)
    const isSilent = value === '-' && id !== 'seal'
    if (committed !== undefined && !isSilent && commitment(plan, id, value) !== committed)
      throw refusal(n + 1, id, 'is not the nonce that was committed to')
  })
  if (given.length < expected.length)
    throw refusal(given.length + 1, expected[given.length]!, 'is missing')
}

/** The seed in hex, for contributions in manifest order. */
export function seedOf(manifestDigest: string, contributions: readonly Contribution[]): string {
  return digestOf(`dr/1 seed\nmanifest ${manifestDigest}\n${contributions.map(([id, value]) => `${id} ${value}\n`).join('')}`)
}

/** The hash that one use of the seed has. */
export function hashedBy(seed: string, label: 'object' | 'inspector' | 'pick'): KeyedHash {
  return new KeyedHash(digestOf(`dr/1 ${label}\n${seed}\n`))
}
