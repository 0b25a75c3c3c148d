/** Numbers in the order of their tickets (draw.md section 4): the first n of them are a draw of n. */
import { bytesToHex } from '@noble/hashes/utils.js'
import { hashedBy } from './seed'

/** The numbers 1 to `count` as objects of a seed, given in hex. */
export function inOrder(seed: string, count: number): number[] {
  const hashed = hashedBy(seed, 'object')
  const tickets = Array.from({ length: count }, (_, n) => ({ number: n + 1, ticket: bytesToHex(hashed.of(String(n + 1))) }))
  return tickets.sort((a, b) => (a.ticket < b.ticket ? -1 : 1)).map(({ number }) => number)
}
