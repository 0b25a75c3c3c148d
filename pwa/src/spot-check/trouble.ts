import { PhotoUnreadable } from '../camera'
import { StorageFull } from '../store'

/** Why something was not kept, as a word that tells what to do; throws on what this app did not expect. */
export function troubleOf(error: unknown): 'notKept' | 'unreadable' {
  if (error instanceof StorageFull)
    return 'notKept'
  if (error instanceof PhotoUnreadable)
    return 'unreadable'
  throw error
}
