import { InputError } from './refusal'

/** Canonical JSON: RFC 8785 without floats and with ASCII keys (draw.md section 0). */
export type Json = boolean | number | string | null | Json[] | { [key: string]: Json }

const reason = 'not canonical JSON (RFC 8785: integers below 2^53, ASCII keys)'
const ascii = /^[\0-\x7F]*$/

/** Writes a value in the one canonical way; throws where it has none. */
export function encode(value: Json): string {
  if (Array.isArray(value))
    return `[${value.map(encode).join(',')}]`
  if (value !== null && typeof value === 'object')
    return `{${Object.keys(value).sort().map(key => `${keyOf(key)}:${encode(value[key]!)}`).join(',')}}`
  if (typeof value === 'number' && !Number.isSafeInteger(value))
    throw new RangeError(`${value} is not an integer below 2^53`)
  return JSON.stringify(value)
}

function keyOf(key: string): string {
  if (!ascii.test(key))
    throw new RangeError(`key ${key} is not ASCII`)
  return JSON.stringify(key)
}

/** Reads canonical bytes; throws InputError with the file if they are not. */
export function decode(bytes: Uint8Array, file: string): Json {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    const value = JSON.parse(text) as Json
    // Comparing also finds what a parser forgives: spaces, the order of keys, repeated ones, -0, 1.0.
    if (encode(value) === text)
      return value
  }
  catch {
    // Every parser words its faults otherwise.
  }
  throw new InputError(file, null, reason)
}
