export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

const wellFormed = (text: string) => !/\p{Surrogate}/u.test(text)

function leaf(value: string | number | boolean | null): string {
  // Fractions would need RFC 8785's number rules; a record has none, and must not get any unnoticed.
  if (typeof value === 'number' && !Number.isSafeInteger(value))
    throw new TypeError(`${value} is no safe integer`)
  if (typeof value === 'string' && !wellFormed(value))
    throw new TypeError('a lone surrogate has no UTF-8')
  return JSON.stringify(value)
}

// The default order of sort() is by UTF-16 code units, as the RFC asks.
function members(value: { readonly [key: string]: Json }): string {
  return Object.keys(value).sort().map(key => `${leaf(key)}:${canonical(value[key]!)}`).join(',')
}

/** The canonical JSON of a value without fractions (RFC 8785); throws TypeError on what has no canonical form. */
export function canonical(value: Json): string {
  if (Array.isArray(value))
    return `[${value.map(canonical).join(',')}]`
  if (typeof value === 'object' && value !== null)
    return `{${members(value as { readonly [key: string]: Json })}}`
  return leaf(value as string | number | boolean | null)
}
