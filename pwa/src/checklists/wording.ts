/** Conditions as an office writes them: `{1.2} = 不符合 且 ({1.3} >= 2 或 {1.4} 含 塔吊)`; twin of the server's wording.py. */
import type { Result } from '../scoring'
import type { ChecklistItem, Condition } from './item'
import { kindOf } from './item'

type Question = Exclude<Condition, { all: unknown } | { any: unknown } | { not: unknown }>
type Asked = Question extends infer One ? Omit<One, 'item'> : never
type Before = ReadonlyMap<string, ChecklistItem>
interface Token { kind: string, text: string }

const longest = 1000
const deepest = 5
const mostParts = 40
/** How much of what was not understood is shown. */
const shown = 40
const resultWords = new Map<string, Result>([
  ...[['符合', 'conforming'], ['不符合', 'nonconforming'], ['不适用', 'not_applicable'], ['已记录', 'recorded']] as const,
  ...(['conforming', 'nonconforming', 'not_applicable', 'recorded'] as const).map(each => [each, each] as const),
])
const joining = new Map([['且', 'and'], ['并且', 'and'], ['或', 'or'], ['或者', 'or'], ['非', 'not'], ['不是', 'not']])
const signs = new Map([['＝', '='], ['==', '='], ['≠', '!='], ['≥', '>='], ['≤', '<='], ['含', '='], ['包含', '=']])
const answered = ['已答', 'answered']
const token = /\s*(?:(?<item>[{｛][^{}｛｝]{1,32}[}｝])|(?<sign>==|!=|>=|<=|[=＝≠≥≤<>含]|包含)|(?<bracket>[()（）])|(?<text>"[^"]*"|'[^']*'|[^\s(){}（）｛｝=＝≠≥≤<>!]+))/uy
const digits = /^\p{Nd}+$/u

/** What is no condition; `part` is what was not understood. */
export class WordingError extends Error {
  constructor(readonly part: string) {
    super(part)
    this.name = 'WordingError'
  }
}

/** Reads a condition on items that come before; throws WordingError. */
export function parsed(text: string, before: Before): Condition {
  if ([...text].length > longest)
    throw new WordingError(text.slice(0, shown))
  const parser = new Parser(tokensOf(text), before)
  const condition = parser.either(1)
  parser.end()
  return condition
}

/** Writes a condition so that `parsed` reads it again. */
export function written(condition: Condition): string {
  if ('all' in condition)
    return condition.all.map(bracketed).join(' 且 ')
  if ('any' in condition)
    return condition.any.map(bracketed).join(' 或 ')
  if ('not' in condition)
    return `非 ${bracketed(condition.not)}`
  return question(`{${condition.item}}`, condition)
}

function question(item: string, asked: Question): string {
  if ('is' in asked)
    return `${item} = ${[...resultWords].find(([, result]) => result === asked.is)?.[0] ?? asked.is}`
  if ('chosen' in asked)
    return `${item} 含 ${quoted(asked.chosen)}`
  if ('answered' in asked)
    return `${item} 已答`
  return 'at_least' in asked ? `${item} >= ${asked.at_least}` : `${item} <= ${asked.at_most}`
}

function bracketed(condition: Condition): string {
  return 'item' in condition ? written(condition) : `(${written(condition)})`
}

function isOneToken(text: string): boolean {
  token.lastIndex = 0
  return token.exec(text)?.[0] === text
}

function quoted(value: string): string {
  return !isOneToken(value) || joining.has(value) ? `"${value}"` : value
}

function tokensOf(text: string): Token[] {
  const found: Token[] = []
  const end = text.trimEnd().length
  for (let at = 0; at < end; at = token.lastIndex) {
    token.lastIndex = at
    const match = token.exec(text)
    if (!match)
      throw new WordingError(text.slice(at, at + shown).trim())
    const [kind, part] = Object.entries(match.groups!).find(([, each]) => each !== undefined)!
    found.push({ kind, text: part })
  }
  return found
}

/** Reads tokens one after another, the weakest word first. */
class Parser {
  private at = 0

  constructor(private readonly tokens: readonly Token[], private readonly before: Before) {}

  either(depth: number): Condition {
    const parts = this.several('or', () => this.both(depth))
    return parts.length === 1 ? parts[0]! : { any: parts }
  }

  end() {
    if (this.at < this.tokens.length)
      throw this.lost()
  }

  private both(depth: number): Condition {
    const parts = this.several('and', () => this.one(depth))
    return parts.length === 1 ? parts[0]! : { all: parts }
  }

  private one(depth: number): Condition {
    if (depth > deepest)
      throw new WordingError('('.repeat(depth))
    if (this.takesWord('not'))
      return { not: this.one(depth + 1) }
    if (!this.takesBracket('(（'))
      return this.question()
    const inner = this.either(depth + 1)
    if (!this.takesBracket(')）'))
      throw this.lost()
    return inner
  }

  private several(word: string, part: () => Condition): Condition[] {
    const parts = [part()]
    while (this.takesWord(word))
      parts.push(part())
    if (parts.length > mostParts)
      throw new WordingError(word)
    return parts
  }

  private question(): Condition {
    const { kind, text } = this.next()
    const asked = kind === 'item' ? this.before.get(text.slice(1, -1).trim()) : undefined
    if (!asked)
      throw new WordingError(text)
    const sign = this.next()
    if (sign.kind === 'text' && answered.includes(sign.text))
      return { item: asked.id, answered: true }
    if (sign.kind !== 'sign')
      throw new WordingError(sign.text)
    const value = this.next().text.replace(/^["']+|["']+$/g, '')
    const plain = signs.get(sign.text) ?? sign.text
    return plain === '!=' ? { not: about(asked, '=', value) } : about(asked, plain, value)
  }

  private next(): Token {
    if (this.at >= this.tokens.length)
      throw this.lost()
    return this.tokens[this.at++]!
  }

  private takesBracket(among: string): boolean {
    const next = this.tokens[this.at]
    const isTaken = next?.kind === 'bracket' && among.includes(next.text)
    this.at += Number(isTaken)
    return isTaken
  }

  private takesWord(word: string): boolean {
    const next = this.tokens[this.at]
    const isTaken = next?.kind === 'text' && (joining.get(next.text) ?? next.text.toLowerCase()) === word
    this.at += Number(isTaken)
    return isTaken
  }

  private lost() {
    return new WordingError(this.tokens.slice(Math.max(0, this.at - 3), this.at + 2).map(({ text }) => text).join(' '))
  }
}

function about(item: ChecklistItem, sign: string, value: string): Condition {
  const ask = (each: string) => ({ item: item.id, ...askedOf(item, each, value) }) as Question
  if (kindOf(item) === 'count' && sign === '=' && digits.test(value))
    return { all: [ask('>='), ask('<=')] }
  return ask(sign)
}

/** What is asked of an item, by its kind. */
function askedOf(item: ChecklistItem, sign: string, value: string): Asked {
  if (kindOf(item) === 'count' && digits.test(value) && [...value].length <= 7)
    return numberAsked(sign, Number(value.normalize('NFKC')))
  const options = item.options ?? []
  const option = options.find(each => each.value === value) ?? options.filter(each => each.label === value).at(-1)
  if (sign === '=' && option)
    return { chosen: option.value }
  const result = resultWords.get(value)
  if (sign === '=' && result)
    return { is: result }
  throw new WordingError(value)
}

function numberAsked(sign: string, number: number): Asked {
  if (sign === '>=' || sign === '>')
    return { at_least: number + Number(sign === '>') }
  if (sign === '<=' || sign === '<')
    return { at_most: number - Number(sign === '<') }
  throw new WordingError(String(number))
}
