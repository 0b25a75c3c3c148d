import type { Freezing, Frozen, PublicSource } from './plans'
import { diceCount } from './dice'

/** The kinds of public source, in the order in which an office would think of them (draw.md section 2). */
export const kinds = ['dice', 'kl8', 'ssq', 'dlt', 'digits', 'drand', 'nist'] as const
export type Kind = (typeof kinds)[number]

/** Pools of numbers drawn without order: how many of how many. */
const pools: Partial<Record<Kind, readonly (readonly [taken: number, numbers: number])[]>> = {
  kl8: [[20, 80]],
  ssq: [[6, 33], [1, 16]],
  dlt: [[5, 35], [2, 12]],
}
/** Fields that name a drawing, by kind. */
export const namedBy: Record<Kind, readonly ('issue' | 'digits' | 'chain' | 'round' | 'chain_index' | 'pulse')[]> = {
  dice: [],
  kl8: ['issue'],
  ssq: ['issue'],
  dlt: ['issue'],
  digits: ['issue', 'digits'],
  drand: ['chain', 'round'],
  nist: ['chain_index', 'pulse'],
}

const perDigit = Math.log2(10)
/** Dice stand behind every source: of the two the poorer counts. */
const behind = diceCount * perDigit
export const neededBits = 64

function choose(taken: number, numbers: number): number {
  let bits = 0
  for (let each = 0; each < taken; each += 1)
    bits += Math.log2((numbers - each) / (each + 1))
  return bits
}

/** How many bits a source is good for; `digits` is how many digits a draw of digits has. */
export function bitsOf(kind: Kind, digits = 0): number {
  if (kind === 'digits')
    return Math.min(behind, digits * perDigit)
  const drawn = pools[kind]
  return drawn ? drawn.reduce((sum, [taken, numbers]) => sum + choose(taken, numbers), 0) : behind
}

/** Numbers as somebody copies them, in the one form that enters the seed; null if they cannot be those of this lottery. */
function drawnNumbers(kind: Kind, text: string): string | null {
  const expected = pools[kind]!
  const numbers = text.normalize('NFKC').match(/\d+/g)?.map(Number) ?? []
  if (numbers.length !== expected.reduce((sum, [taken]) => sum + taken, 0))
    return null
  const parts: string[] = []
  let from = 0
  for (const [taken, most] of expected) {
    const part = [...new Set(numbers.slice(from, from + taken))].sort((a, b) => a - b)
    if (part.length !== taken || part[0]! < 1 || part.at(-1)! > most)
      return null
    parts.push(part.map(each => String(each).padStart(2, '0')).join('-'))
    from += taken
  }
  return parts.join('+')
}

function json(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown> ?? {}
  }
  catch {
    return {}
  }
}

function drand({ named }: PublicSource, text: string): Said | null {
  const { randomness, signature } = json(text)
  if (typeof randomness !== 'string' || typeof signature !== 'string')
    return null
  return { value: `${named.chain}:${named.round}:${randomness.toLowerCase()}`, evidence: signature }
}

function nist({ named }: PublicSource, text: string): Said | null {
  const output = (json(text).pulse as Record<string, unknown> | undefined)?.outputValue
  return typeof output === 'string' ? { value: `${named.chain}:${named.pulse}:${output.toLowerCase()}`, evidence: text } : null
}

export interface Said { value: string, evidence: string }

/** What somebody typed or pasted of a source, as it is sent; null while it cannot be its value. `where` is where it was announced. */
export function saidOf(source: PublicSource, text: string, where: string): Said | null {
  const kind = source.kind as Kind
  if (kind === 'drand')
    return drand(source, text)
  if (kind === 'nist')
    return nist(source, text)
  const digits = text.normalize('NFKC').replace(/\s/g, '')
  const wanted = kind === 'dice' ? diceCount : Number(source.named.digits)
  const value = pools[kind] ? drawnNumbers(kind, text) : /^\d+$/.test(digits) && digits.length === wanted ? digits : null
  return value ? { value, evidence: where.trim() } : null
}

/** Whether a value is that of the dice in a silent source's place. */
export const isSpare = (kind: string, value: string) => kind !== 'dice' && kind !== 'digits' && /^\d{20}$/.test(value)

/** What was frozen, to be frozen once more over changed registers; hours that have passed begin anew. */
export function againOf({ sources, seal, publish_at }: Frozen, now: number): Freezing {
  const again = sources.map(({ kind, named, not_before }) => {
    const fields = namedBy[kind as Kind].map((name) => {
      const text = named[name === 'chain_index' ? 'chain' : name] ?? ''
      return [name, ['issue', 'chain'].includes(name) ? text : Number(text)]
    })
    return { kind, ...Object.fromEntries(fields), not_before: Date.parse(not_before) > now ? not_before : null }
  })
  return { sources: again, seal, publish_at } as Freezing
}
