import { onBeforeUnmount, onMounted } from 'vue'
import { isForQueue, press } from './keys'

interface Queue {
  ids: () => readonly string[]
  at: () => string | null
  more: () => boolean
  choose: (id: string) => void
  open: () => void
  take: (id: string) => void
  do: Record<'more' | 'search' | 'help' | 'all' | 'none', () => void>
}

/** The keyboard of a queue, as long as its page is shown. */
export function useQueueKeys(queue: Queue) {
  function onKey(event: KeyboardEvent) {
    const deed = isForQueue(event) ? press(event.key, { ids: queue.ids(), at: queue.at(), more: queue.more() }) : null
    if (deed === null)
      return
    event.preventDefault()
    if (typeof deed === 'string')
      queue.do[deed]()
    else if ('choose' in deed)
      queue.choose(deed.choose)
    else if ('take' in deed)
      queue.take(deed.take)
    else
      queue.open()
  }

  onMounted(() => document.addEventListener('keydown', onKey))
  onBeforeUnmount(() => document.removeEventListener('keydown', onKey))
}
