/** What a key does in the queue: j and k walk through it, Enter goes to the one that is chosen. */
export type Deed = { choose: string } | { open: string } | 'more' | null

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

export function press(key: string, queue: Queue): Deed {
  if (key === 'j')
    return step(queue, 1)
  if (key === 'k')
    return step(queue, -1)
  return key === 'Enter' && queue.at !== null ? { open: queue.at } : null
}

const writing = ['INPUT', 'TEXTAREA', 'SELECT']
const takingEnter = ['BUTTON', 'A', 'SUMMARY']

/** Whether a key belongs to the queue and not to the control that has the focus. */
export function isForQueue(event: KeyboardEvent): boolean {
  const { target, altKey, ctrlKey, metaKey } = event
  if (altKey || ctrlKey || metaKey || event.isComposing)
    return false
  if (!(target instanceof HTMLElement))
    return true
  if (writing.includes(target.tagName) || target.isContentEditable)
    return false
  return event.key !== 'Enter' || !takingEnter.includes(target.tagName)
}
