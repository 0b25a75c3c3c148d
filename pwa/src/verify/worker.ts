import type { Files, Verified } from '../dr1/folder'
import type { Own } from './own'
import { verifyFiles } from '../dr1/folder'
import { InputError } from '../dr1/refusal'
import { ownOf } from './own'

/** What the page asks: to verify files at these addresses, by their names; then about one object. */
export type Asked = { files: [name: string, address: string][] } | { object: string }
/** What it is told. `part` is of the work, 0 to 1. */
export type Told
  = | { kind: 'working', part: number }
    | { kind: 'right', sha256: string }
    | { kind: 'wrong', reason: string }
    | { kind: 'failed' }
    | { kind: 'own', own: Own }

type Tell = (told: Told) => void

async function fetched(files: [string, string][]): Promise<Files> {
  return new Map(await Promise.all(files.map(async ([name, address]) => {
    const answer = await fetch(address)
    if (!answer.ok)
      throw new Error(`${name}: ${answer.status}`)
    return [name, new Uint8Array(await answer.arrayBuffer())] as const
  })))
}

function verified(files: Files, tell: Tell): Verified | null {
  try {
    const found = verifyFiles(files, (done, all) => tell({ kind: 'working', part: done / all }))
    tell({ kind: 'right', sha256: found.sha256 })
    return found
  }
  catch (error) {
    if (!(error instanceof InputError))
      throw error
    tell({ kind: 'wrong', reason: error.message })
    return null
  }
}

/** Answers one page: verifies once, then looks objects up in what was verified. */
export function answering(tell: Tell): (asked: Asked) => Promise<void> {
  let found: Verified | null = null
  return async (asked) => {
    try {
      if ('files' in asked)
        found = verified(await fetched(asked.files), tell)
      else if (found)
        tell({ kind: 'own', own: ownOf(found, asked.object) })
    }
    catch {
      tell({ kind: 'failed' })
    }
  }
}
