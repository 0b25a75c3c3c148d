import { InputError, quoted } from './refusal'
import { ascends, asciiOf } from './text'

/** Files of lines and columns, ASCII and strict, as dr/1 publishes them (draw.md section 1). */

const word = '[\\x20-\\x2b\\x2d-\\x7e]+'
export const identifier = '[A-Za-z0-9._-]{1,64}'
export const listed = `${word}(?:,${word})*`
export const number = '0|[1-9][0-9]{0,15}'

/** A column's name and pattern. Ids ascend down the file, words in their field; a number is below 2^53. */
export type Column = readonly [name: string, pattern: string]
/** Which fields a line has, by the first of them; '' for any. */
export type Forms = Readonly<Record<string, readonly Column[]>>

const patterns = new Map<string, RegExp>()

export function fits(pattern: string, field: string): boolean {
  const known = patterns.get(pattern) ?? new RegExp(`^(?:${pattern})$`)
  patterns.set(pattern, known)
  // In JavaScript `$` without the flag m is the very end, as in Python's fullmatch.
  return known.test(field)
}

const lineOf = (bytes: Uint8Array, place: number) => bytes.subarray(0, place).filter(byte => byte === 10).length + 1

/** Takes the lines of a file, each split into its fields; throws InputError at the first that breaks a rule. */
export function eachRow(bytes: Uint8Array, file: string, forms: Forms, take: (fields: string[]) => void): void {
  const text = asciiOf(bytes)
  if (typeof text === 'number')
    throw new InputError(file, lineOf(bytes, text), 'a byte that is not ASCII')
  const lines = text.split('\n')
  const unfinished = lines.pop()!
  let before = ''
  lines.forEach((line, n) => {
    const fields = line.split('\t')
    const reason = faultOf(fields, forms, before)
    if (reason)
      throw new InputError(file, n + 1, reason)
    before = fields[0]!
    take(fields)
  })
  if (unfinished)
    throw new InputError(file, lines.length + 1, `no LF after ${quoted(unfinished)}`)
}

export function readRows(bytes: Uint8Array, file: string, forms: Forms): string[][] {
  const rows: string[][] = []
  eachRow(bytes, file, forms, fields => rows.push(fields))
  return rows
}

/** The words of a list; none for '-'. */
export const tokens = (text: string): string[] => text === '-' ? [] : text.split(',')

function faultOf(fields: string[], forms: Forms, before: string): string | null {
  const columns = (Object.hasOwn(forms, fields[0]!) ? forms[fields[0]!] : undefined) ?? forms['']
  if (fields.some(field => field.includes('\r')))
    return 'a CR: lines end with LF alone'
  if (!columns)
    return `${quoted(fields[0]!)} is not one of ${Object.keys(forms).join(', ')}`
  if (fields.length !== columns.length)
    return `${fields.length} fields, expected ${columns.length} separated by TAB`
  for (let n = 0; n < columns.length; n++) {
    const reason = faultOfField(columns[n]!, fields[n]!, before)
    if (reason)
      return `${columns[n]![0]} ${quoted(fields[n]!)} ${reason}`
  }
  return null
}

function faultOfField([name, pattern]: Column, field: string, before: string): string | null {
  if (!fits(pattern, field))
    return `is not of the form ${pattern}`
  if (name === 'id' ? !(before < field) : pattern === listed && field.includes(',') && !ascends(field.split(',')))
    return 'does not ascend'
  return pattern === number && !Number.isSafeInteger(Number(field)) ? 'is not below 2^53' : null
}
