import type { LocationQuery } from 'vue-router'
import type { Page } from '../desk/wire'
import type { Tab } from './registers'
import { computed, onMounted, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { anId, useFilters } from '../desk/filters'
import { usePages, useRemote } from '../desk/remote'

/** How one register is read: its list, and a row of it whole. */
export interface Register<F, T, D> {
  tab: Tab
  readFilters: (query: LocationQuery) => F
  readList: (filters: F, after?: string, limit?: number) => Promise<Page<T>>
  readOne: (id: string) => Promise<D>
  /** Who may read a row whole, where not everybody may; there is no line while the list is on its way. */
  mayRead?: (line: T | undefined) => boolean
}

/** A register at the desk: its list, narrowed by the address, and the row that the address names with `id`. */
export function useRegister<F extends object, T extends { id: string }, D extends { id: string }>(
  id: () => string,
  { tab, readFilters, readList, readOne, mayRead = () => true }: Register<F, T, D>,
) {
  const route = useRoute()
  const router = useRouter()
  const narrowed = useFilters<F>(readFilters)
  const pages = usePages<T, Page<T>>(async (after, limit) => readList(narrowed.filters.value, after, limit))
  const detail = useRemote<D>(async () => readOne(id()))
  const line = computed(() => pages.items.value.find(each => each.id === id()))
  const isWhole = computed(() => mayRead(line.value))

  /** Where a row is, with the list narrowed as it is. */
  const placeOf = (row: string) => ({ path: `/desk/registers/${tab}/${row}`, query: route.query })

  async function onChanged(changed: D) {
    detail.take(changed)
    await pages.again()
  }

  async function onAdded(added: D) {
    await router.replace(`/desk/registers/${tab}/${added.id}`)
    await pages.start('quietly')
  }

  watch(narrowed.filters, async () => pages.start())
  watch([id, isWhole], async () => {
    detail.take(null)
    if (anId(id()) && isWhole.value)
      await detail.read()
  }, { immediate: true })
  onMounted(pages.start)

  return { ...narrowed, pages, detail, line, isWhole, placeOf, onChanged, onAdded }
}
