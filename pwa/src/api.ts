import type { paths } from './contract'
import createClient from 'openapi-fetch'
import { send } from './http'
import { asRefusal } from './refusal'

/** The server's API, typed by its own OpenAPI document; paths are written whole: `api.GET('/api/v1/plans')`. */
export const api = createClient<paths>({ baseUrl: location.origin, credentials: 'same-origin', fetch: async request => send(request) })

/**
 * An answer as it comes: apispec writes "null or this shape" (OpenAPI 3.0) so that the types
 * also allow an object without anything in it, which never comes.
 */
export type Whole<T> = T extends Record<string, never>
  ? never
  : T extends object ? { [Key in keyof T]: Whole<T[Key]> } : T

interface Answer<T> { data?: T | undefined, error?: unknown, response: Response }

/** The body of a good answer; a Refusal is thrown for any other. */
export async function body<T>(call: Promise<Answer<T>>): Promise<Whole<T>> {
  const { data, error, response } = await call
  if (!response.ok)
    throw asRefusal(response.status, error)
  // An empty good answer (204) has no body, and its type says so.
  return data as Whole<T>
}
