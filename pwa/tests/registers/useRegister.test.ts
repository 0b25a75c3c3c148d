import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createApp, defineComponent, h, nextTick, ref } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { useRegister } from '../../src/registers/useRegister'

interface Row { id: string, name: string }

const [first, second] = ['1', '2'].map(digit => digit.repeat(36)) as [string, string]
const readList = vi.fn(async (_filters: { q?: string }) => ({ items: [{ id: first, name: '甲' }], total: 1, next: null }))
const readOne = vi.fn(async (id: string): Promise<Row> => ({ id, name: `全 ${id[0]}` }))
const id = ref('')
const mayRead = ref(true)
let app: ReturnType<typeof createApp>
let router: ReturnType<typeof createRouter>
let register: ReturnType<typeof useRegister<{ q?: string }, Row, Row>>

async function show(at = '') {
  id.value = at
  const page = defineComponent({
    setup() {
      register = useRegister<{ q?: string }, Row, Row>(() => id.value, {
        tab: 'units',
        readFilters: ({ q }) => (typeof q === 'string' ? { q } : {}),
        readList,
        readOne,
        mayRead: () => mayRead.value,
      })
      return () => h('i')
    },
  })
  router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:all(.*)*', component: page }] })
  await router.push('/desk/registers/units?q=建')
  app = createApp({ render: () => h(page) }).use(router)
  app.mount(document.createElement('div'))
  await nextTick()
}

beforeEach(() => {
  mayRead.value = true
})
afterEach(() => {
  app.unmount()
  vi.clearAllMocks()
})

it('reads the list as the address narrows it, and the row that the address names', async () => {
  await show(first)
  await vi.waitFor(() => expect(register.detail.value.value?.name).toBe('全 1'))
  expect(readList.mock.calls[0]![0]).toEqual({ q: '建' })
  expect(register.placeOf(second)).toEqual({ path: `/desk/registers/units/${second}`, query: { q: '建' } })
  id.value = second
  await vi.waitFor(() => expect(register.detail.value.value?.name).toBe('全 2'))
})

it('reads no row where none is named, or a new one', async () => {
  await show('new')
  id.value = ''
  await nextTick()
  expect(readOne).not.toHaveBeenCalled()
})

it('reads no row that may not be read whole: its line is what there is', async () => {
  mayRead.value = false
  await show(first)
  await vi.waitFor(() => expect(register.line.value?.name).toBe('甲'))
  expect(readOne).not.toHaveBeenCalled()
  mayRead.value = true
  await vi.waitFor(() => expect(readOne).toHaveBeenCalledExactlyOnceWith(first))
})

it('takes what a verb has answered, and goes on to what was added', async () => {
  await show(first)
  await vi.waitFor(() => expect(register.detail.value.value).not.toBeNull())
  await register.onChanged({ id: first, name: '新' })
  expect(register.detail.value.value?.name).toBe('新')
  await register.onAdded({ id: second, name: '乙' })
  expect(router.currentRoute.value.path).toBe(`/desk/registers/units/${second}`)
})
