/** What a key does in the queue: j and k walk through it, x takes the one that is chosen along, Enter goes to its detail. */
export type Deed = { choose: string } | { open: string } | { take: string } | 'more' | 'search' | 'help' | 'all' | 'none' | null

interface Queue { ids: readonly string[], at: string | null, more: boolean }

function step({ ids, at, more }: Queue, by: 1 | -1): Deed {
  const here = at === null ? -1 : ids.indexOf(at)
  // From outside the list j comes in at its beginning, k at its end.
  const next = here === -1 && by === -1 ? ids.length - 1 : here + by
  const id = ids[next]
  if (id !== undefined)
    return { choose: id }
  return next >= ids.length && more ? 'more' : null
}

const simple = { '/': 'search', '?': 'help', 'a': 'all', 'Escape': 'none' } as const

export function press(key: string, queue: Queue): Deed {
  if (key === 'j' || key === 'k')
    return step(queue, key === 'j' ? 1 : -1)
  if (key === 'Enter' && queue.at !== null)
    return { open: queue.at }
  if (key === 'x' && queue.at !== null)
    return { take: queue.at }
  return simple[key as keyof typeof simple] ?? null
}

const writing = ['TEXTAREA', 'SELECT']
const takingEnter = ['BUTTON', 'A', 'SUMMARY', 'INPUT']

function isWriting(target: HTMLElement): boolean {
  // A box that is ticked takes no letters.
  const writes = target instanceof HTMLInputElement && target.type !== 'checkbox'
  return writes || writing.includes(target.tagName) || target.isContentEditable
}

/** Whether a key belongs to the queue and not to the control that has the focus. */
export function isForQueue(event: KeyboardEvent): boolean {
  const { target, altKey, ctrlKey, metaKey } = event
  if (altKey || ctrlKey || metaKey || event.isComposing || event.defaultPrevented)
    return false
  if (!(target instanceof HTMLElement))
    return true
  if (isWriting(target) || target.closest('dialog'))
    return false
  // The line that is chosen is open already: Enter on it goes on into its detail.
  return event.key !== 'Enter' || !takingEnter.includes(target.tagName) || target.getAttribute('aria-current') === 'true'
}
