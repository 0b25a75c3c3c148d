import type { LocationQuery, LocationQueryRaw } from 'vue-router'
import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'

const uuid = /^[0-9a-f-]{36}$/

/** One of the known values, or nothing. */
export function oneOf<T extends string>(known: readonly T[], value: unknown): T | undefined {
  return known.find(each => each === value)
}

export const anId = (value: unknown) => (typeof value === 'string' && uuid.test(value) ? value : undefined)

export const aText = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)

/** Where a line of a list leads. */
export interface Place { path: string, query?: LocationQueryRaw }

/** Each may be there, or be undefined, which takes it away. */
export type Loose<T> = { [Key in keyof T]?: T[Key] | undefined }

/** Without what is undefined: a filter that is not there is not asked for. */
export function given<T extends object>(filters: T): { [Key in keyof T]?: NonNullable<T[Key]> } {
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined)) as never
}

/**
 * What a list is narrowed to, kept in the address: it is read back after a reload, by the Back button and from a link.
 * A choice goes into the history, typing replaces what was typed before. Watch `filters` to read the list anew.
 */
export function useFilters<F extends object>(read: (query: LocationQuery) => F) {
  const route = useRoute()
  const router = useRouter()
  const at = route.matched.at(-1)
  // A page that is being left has the address of another one for a moment; its filters are not ours.
  const key = computed<string>(before => (!before || route.matched.at(-1) === at ? JSON.stringify(read(route.query)) : before))
  const filters = computed<F>(() => JSON.parse(key.value) as F)
  const any = computed(() => key.value !== '{}')

  function narrow(changed: Loose<F>, how: 'push' | 'replace' = 'push') {
    const query = { ...filters.value, ...changed } as LocationQueryRaw
    void router[how]({ path: route.path, query })
  }

  /** A second press takes the filter away again. */
  function toggle<Key extends keyof F>(name: Key, value: F[Key]) {
    narrow({ [name]: filters.value[name] === value ? undefined : value } as Loose<F>)
  }

  const clear = () => void router.push({ path: route.path })

  return { filters, any, narrow, toggle, clear }
}
