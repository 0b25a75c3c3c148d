import type { Whole } from '../api'
import type { paths } from '../contract'

type Body<Operation, Status extends number> = Operation extends {
  responses: { [S in Status]: { content: { 'application/json': infer Answer } } }
} ? Whole<Answer> : never

/** What a GET of this path answers. */
export type Got<Path extends keyof paths> = Body<paths[Path]['get'], 200>

/** One item of the list that a GET of this path answers. */
export type Item<Path extends keyof paths> = Got<Path> extends { items: (infer One)[] } ? One : never

/** The JSON that a POST to this path takes. */
export type Sent<Path extends keyof paths> = paths[Path]['post'] extends {
  requestBody?: { content: { 'application/json': infer Posted } }
} ? Posted : never

/** A page of a list, as every list of the server comes. */
export interface Page<T> { items: T[], total: number, next: string | null }
