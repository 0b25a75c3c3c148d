/** Finds clauses on the phone, without a network: words in any order, and Chinese written in one go. */
import type { ChecklistVersion, Clause } from '../store'

/** What one may quote; those of the list at hand come before the library's. */
export type Quotable = Pick<Clause, 'code' | 'standard' | 'title' | 'text' | 'major' | 'unverified'>

/** From where to where in a text, for showing what was found. */
export type Span = [start: number, end: number]

const longest = 200
/** How much of a phrase that nobody wrote like that must be there, in pairs of characters. */
const enough = 0.6

const same = (changed: string, original: string) => (changed.length === original.length ? changed : original)

/** As one reads it: full-width letters and capitals do not matter. Same length, so that spans hold. */
function plain(text: string): string {
  return [...text].map(each => same(each.normalize('NFKC').toLowerCase(), each)).join('')
}

const wordsOf = (query: string) => plain(query).split(/[\s,，、;；。/]+/).filter(Boolean)

function pairsOf(word: string): string[] {
  return Array.from({ length: Math.max(0, word.length - 1) }, (_, n) => word.slice(n, n + 2))
}

/** The parts of a word that a text holds: the whole of it or, of a Chinese phrase, its pairs; empty when too few. */
function partsIn(text: string, word: string): string[] {
  if (text.includes(word))
    return [word]
  const isPhrase = word.length > 2 && /\p{Script=Han}/u.test(word)
  const pairs = isPhrase ? pairsOf(word) : []
  const found = pairs.filter(pair => text.includes(pair))
  return found.length > 0 && found.length >= pairs.length * enough ? found : []
}

// JGJ59 is meant by who leaves the blank out; a bar keeps two fields from making a word together.
const joined = (...fields: string[]) => plain(fields.join('|')).replace(/\s/g, '')

interface Read { head: string, text: string }

// A library of clauses is searched at every letter; as one reads it, it is written once.
const read = new WeakMap<Quotable, Read>()

function readOf(clause: Quotable): Read {
  const known = read.get(clause)
  if (known)
    return known
  const head = joined(clause.title, clause.code)
  const fresh = { head, text: joined(head, clause.text, clause.standard) }
  read.set(clause, fresh)
  return fresh
}

interface Answer { words: number, score: number }

/** How well a clause answers: how many of the words are in it, and more for whole words and for the title. */
function answerOf(clause: Quotable, words: string[]): Answer {
  const { head, text } = readOf(clause)
  const scores = words.flatMap((word) => {
    const parts = partsIn(text, word)
    if (parts.length === 0)
      return []
    return parts[0] === word ? 3 + Number(head.includes(word)) : parts.length / word.length
  })
  return { words: scores.length, score: scores.reduce((sum, score) => sum + score, 0) }
}

export interface Found<C> {
  clauses: C[]
  /** No clause holds every word: these hold some of them. */
  partly: boolean
}

/** The clauses that hold every word of the query, or else the most of them, the best first; all, in their order, without a query. */
export function searchClauses<C extends Quotable>(clauses: readonly C[], query: string): Found<C> {
  const words = wordsOf(query)
  if (words.length === 0)
    return { clauses: [...clauses], partly: false }
  const answers = clauses.map((clause, at) => ({ clause, at, ...answerOf(clause, words) })).filter(answer => answer.words > 0)
  const most = Math.max(0, ...answers.map(answer => answer.words))
  const found = answers.filter(answer => answer.words === most).sort((a, b) => b.score - a.score || a.at - b.at)
  return { clauses: found.map(({ clause }) => clause), partly: found.length > 0 && most < words.length }
}

function spansOf(text: string, part: string): Span[] {
  const spans: Span[] = []
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1))
    spans.push([at, at + part.length])
  return spans
}

/** Where a text says what was searched for; in order, none touching another. */
export function highlights(text: string, query: string): Span[] {
  const searched = plain(text)
  const spans = wordsOf(query).flatMap(word => partsIn(searched, word)).flatMap(part => spansOf(searched, part))
  spans.sort((a, b) => a[0] - b[0])
  const merged: Span[] = []
  for (const [start, end] of spans) {
    const last = merged.at(-1)
    if (last && start <= last[1])
      last[1] = Math.max(last[1], end)
    else
      merged.push([start, end])
  }
  return merged
}

/** What a checklist's own items quote, the item at hand first. */
export function clausesOf(list: ChecklistVersion | undefined, itemId: string): Quotable[] {
  const items = list?.sections.flatMap(section => section.items) ?? []
  const ordered = [...items.filter(({ id }) => id === itemId), ...items.filter(({ id }) => id !== itemId)]
  return ordered.filter(({ clause }) => clause).map(({ clause, name, hint, unverified }) =>
    ({ code: clause, standard: list?.standard ?? '', title: name, text: hint, major: false, unverified }))
}

/** One list out of both: the library does not repeat what the checklist says of the same clause. */
export function withLibrary(own: readonly Quotable[], library: readonly Quotable[]): Quotable[] {
  const known = new Set(own.map(({ code, title }) => `${code}\n${title}`))
  const sorted = [...library].sort((a, b) => (a.standard + a.code < b.standard + b.code ? -1 : 1))
  return [...own, ...sorted.filter(({ code, title }) => !known.has(`${code}\n${title}`))]
}

/** What goes into the hazard: the code and what it asks for, as long as the server takes it. */
export function quoted({ code, title, text }: Quotable): string {
  const whole = [code, [title, text].filter(Boolean).join('：')].filter(Boolean).join(' ')
  return whole.length > longest ? `${whole.slice(0, longest - 1)}…` : whole
}

/** The major-hazard article that a hazard quotes; it is proposed, and who records it decides. */
export function majorIn<C extends Quotable>(clauses: readonly C[], clause: string): C | null {
  const quotes = (code: string) => clause.startsWith(code) && !/^[\d〇一二三四五六七八九十]/.test(clause.slice(code.length))
  return clauses.find(({ major, code }) => major && quotes(code)) ?? null
}
