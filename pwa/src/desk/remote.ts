import type { Ref, ShallowRef } from 'vue'
import type { Page } from './wire'
import { ref, shallowRef } from 'vue'

export interface Remote<T> {
  value: Readonly<ShallowRef<T | null>>
  busy: Readonly<Ref<boolean>>
  /** What was thrown last, null after a good answer; `wordsOfError` says it. */
  error: Readonly<ShallowRef<unknown>>
  /** Reads again; with `quietly` a failure keeps what is on screen, as polling wants it. */
  read: (quietly?: 'quietly') => Promise<void>
  /** Takes what a verb has answered in place of another reading. */
  take: (answer: T | null) => void
}

/** Something read from the server. Of several readings at once only the last one counts. */
export function useRemote<T>(ask: () => Promise<T>): Remote<T> {
  const value = shallowRef<T | null>(null)
  const busy = ref(false)
  const error = shallowRef<unknown>(null)
  let latest = 0

  function take(answer: T | null) {
    latest += 1
    busy.value = false
    error.value = null
    value.value = answer
  }

  async function read(quietly?: 'quietly') {
    const mine = ++latest
    busy.value = !quietly
    try {
      const answer = await ask()
      if (mine === latest)
        take(answer)
    }
    catch (thrown) {
      if (mine === latest && !quietly)
        error.value = thrown
    }
    finally {
      if (mine === latest)
        busy.value = false
    }
  }

  return { value, busy, error, read, take }
}

/** The server gives no larger page. */
const mostAtOnce = 200

type Ask<P> = (after?: string, limit?: number) => Promise<P>

/** Goes on behind a page until `shown` items are there; a page that does not come ends it. */
async function upTo<T, P extends Page<T>>(ask: Ask<P>, page: Page<T>, shown: number): Promise<Page<T>> {
  if (page.next === null || page.items.length >= shown)
    return page
  const next = await ask(page.next, Math.min(mostAtOnce, shown - page.items.length)).catch(() => null)
  return next ? upTo(ask, { ...next, items: [...page.items, ...next.items] }, shown) : page
}

/** A list read page by page behind the server's cursor; `start` begins anew, `more` goes on. */
export function usePages<T, P extends Page<T>>(ask: Ask<P>) {
  const items = shallowRef<T[]>([])
  let cursor: string | null = null
  const first = useRemote(async () => ask())
  const rest = useRemote(async () => (cursor === null ? null : ask(cursor)))

  function show(page: Page<T> | null, before: T[] = []) {
    cursor = page?.next ?? null
    items.value = [...before, ...page?.items ?? []]
  }

  async function start(quietly?: 'quietly') {
    await first.read(quietly)
    rest.take(null)
    show(first.value.value)
  }

  async function more() {
    if (rest.busy.value || cursor === null)
      return
    await rest.read()
    if (!rest.error.value)
      show(rest.value.value, items.value)
  }

  /** Reads again as much as is shown, which stays on screen meanwhile. */
  async function again() {
    await first.read('quietly')
    show(first.value.value && await upTo(ask, first.value.value, items.value.length))
  }

  /** Takes a changed item in place of the old one; what it changes in the counts is read again. */
  async function swap(isIt: (item: T) => boolean, changed: T) {
    items.value = items.value.map(item => isIt(item) ? changed : item)
    await first.read('quietly')
  }

  // A `read` of it, such as trying again, gets the items too.
  return { items, first: { ...first, read: start }, rest, start, more, again, swap }
}
