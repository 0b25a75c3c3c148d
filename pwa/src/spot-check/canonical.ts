function number(value: number): string {
  // Fractions would need RFC 8785's number rules; a record has none, and must not get any unnoticed.
  if (!Number.isSafeInteger(value))
    throw new TypeError(`${value} is no safe integer`)
  return JSON.stringify(value)
}

function string(value: string): string {
  if (/\p{Surrogate}/u.test(value))
    throw new TypeError('a lone surrogate has no UTF-8')
  return JSON.stringify(value)
}

// "<" compares UTF-16 code units, as the RFC asks.
function members(value: object): string {
  const entries: [string, unknown][] = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return entries.map(([key, member]) => `${string(key)}:${canonical(member)}`).join(',')
}

/**
 * The canonical JSON (RFC 8785) of strings, integers, booleans, null, arrays and objects of these.
 * Throws TypeError on anything else.
 */
export function canonical(value: unknown): string {
  if (typeof value === 'string')
    return string(value)
  if (typeof value === 'number')
    return number(value)
  if (typeof value === 'boolean' || value === null)
    return String(value)
  if (Array.isArray(value))
    return `[${value.map(canonical).join(',')}]`
  if (typeof value === 'object')
    return `{${members(value)}}`
  throw new TypeError(`${typeof value} has no canonical JSON`)
}
