/** What a command says, in the bytes under which the server's ledger digests it. */
import type { Command } from './commands'

/**
 * Canonical JSON (RFC 8785), whose numbers are written as this very language writes them.
 * The record of a check is stricter: spot-check/canonical.ts.
 */
function canonical(value: unknown): string {
  if (Array.isArray(value))
    return `[${value.map(canonical).join(',')}]`
  if (value === null || typeof value !== 'object')
    return JSON.stringify(value)
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  // "<" compares UTF-16 code units, as the RFC asks.
  return `{${members.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join(',')}}`
}

/** The SHA-256 of a command as hex; its id is not part of what it says. */
export async function digestOf({ name, v, args, made_at, seq }: Command): Promise<string> {
  const said = new TextEncoder().encode(canonical({ name, v, args, made_at, seq }))
  const digest = await crypto.subtle.digest('SHA-256', said)
  return Array.from(new Uint8Array(digest), byte => byte.toString(16).padStart(2, '0')).join('')
}
