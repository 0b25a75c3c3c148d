// @vitest-environment node
import type { Json } from '../../src/dr1/canonical'
import { readFileSync } from 'node:fs'
import { bytesToHex } from '@noble/hashes/utils.js'
import { describe, expect, it } from 'vitest'
import { pick } from '../../src/dr1/assignment'
import { decode, encode } from '../../src/dr1/canonical'
import { computeFiles, verifyFiles } from '../../src/dr1/folder'
import { commitment, hashedBy } from '../../src/dr1/seed'
import { bytesOf } from '../../src/dr1/text'
import { ticketOf } from '../../src/dr1/tickets'

interface Drawn { manifest: string, contributions: string[][], result: string }
interface EndToEnd extends Drawn { objects_tsv: string, inspectors_tsv: string, result_sha256: string }
interface Changed extends Drawn { objects: string, inspectors: string, requests: string[][], changes: string }
interface Vectors {
  canon: { value: Json, utf8_hex: string, sha256: string }[]
  seed: { seed: string, contributions: string[][], commitments: Record<string, string> }
  tickets: { id: string, weight: number, ticket: string }[]
  pick: { object: string, slot: number, c: number, k: number }[]
  end_to_end: EndToEnd[]
}

const read = (name: string): unknown => JSON.parse(readFileSync(new URL(`../../../tests/vectors/${name}`, import.meta.url), 'utf8'))
const vectors = read('dr1-vectors.json') as Vectors
const { cases } = read('dr1-change-vectors.json') as { cases: Changed[] }
const lines = (rows: string[][]) => rows.map(row => `${row.join('\t')}\n`).join('')
const { seed } = vectors.seed

function filesOf({ manifest, contributions, result }: Drawn, objects: string, inspectors: string, more: Record<string, string> = {}) {
  const texts = { 'manifest.json': manifest, 'objects.tsv': objects, 'inspectors.tsv': inspectors, 'contributions.tsv': lines(contributions), 'result.txt': result, ...more }
  return new Map(Object.entries(texts).map(([name, text]) => [name, bytesOf(text)]))
}

describe('the vectors that other implementations agreed on', () => {
  it.each(vectors.canon)('write a value in one form: $sha256', ({ value, utf8_hex: hex }) => {
    expect(bytesToHex(bytesOf(encode(value)))).toBe(hex)
    expect(decode(bytesOf(encode(value)), 'vector')).toEqual(value)
  })

  it('commit to a nonce by the name of its party', () => {
    const nonces = Object.fromEntries(vectors.seed.contributions) as Record<string, string>
    for (const [party, expected] of Object.entries(vectors.seed.commitments))
      expect(commitment('330106-2026-Q4-007', party, nonces[party]!)).toBe(expected)
  })

  it.each(vectors.tickets)('draw a ticket: $id x $weight', ({ id, weight, ticket }) => {
    expect(ticketOf(hashedBy(seed, 'object'), id, weight)).toBe(ticket)
  })

  it('pick among equals', () => {
    for (const { object, slot, c, k } of vectors.pick)
      expect(pick(hashedBy(seed, 'pick'), `${object}/${slot}`, c)).toBe(k)
  })

  it.each(vectors.end_to_end)('make a result: $result_sha256', (one) => {
    const files = filesOf(one, one.objects_tsv, one.inspectors_tsv)
    expect(computeFiles(files).result).toBe(one.result)
    expect(verifyFiles(files).sha256).toBe(one.result_sha256)
  })

  it.each(cases)('make changes: $contributions', (one) => {
    const files = filesOf(one, one.objects, one.inspectors, { 'requests.tsv': lines(one.requests), 'changes.txt': one.changes })
    expect(computeFiles(files).changes).toBe(one.changes)
    expect(verifyFiles(files).changes).not.toBeNull()
  })
})
