import type { Answers, ChecklistItem, ItemAnswer } from '../../src/checklists'
import type { WholeCheck } from '../../src/spot-check/file'
import type { AskedSection } from '../../src/spot-check/useAsked'
import type { ChecklistVersion } from '../../src/store'
import { afterEach, expect, it, vi } from 'vitest'
import { createApp, h, nextTick, shallowRef } from 'vue'
import { usePainted } from '../../src/parts/painted'
import ItemSearch from '../../src/spot-check/ItemSearch.vue'
import RecordSection from '../../src/spot-check/RecordSection.vue'
import { useAsked } from '../../src/spot-check/useAsked'
import { check, file, scoredList } from './records'

const fine = { result: 'conforming', deduction: 0, note: '' } as const

function aList(): ChecklistVersion {
  const item = (section: number, n: number): ChecklistItem =>
    ({ id: `${section}.${n}`, no: n, name: `检查项 ${section}.${n}`, hint: n === 3 ? '漏电保护器' : '', clause: '3.1.3', unverified: false, points: 10 })
  const sections = Array.from({ length: 8 }, (_, section) =>
    ({ id: `s${section}`, title: `第 ${section} 类`, guarantee: false, items: Array.from({ length: 6 }, (_, n) => item(section, n)) }))
  const hidden: ChecklistItem = { ...item(5, 5), shown_when: { item: '0.0', is: 'not_applicable' } }
  sections[5]!.items[5] = hidden
  return { ...scoredList, split: false, sections }
}

const whole = { ...file(), check: check(), hazards: [], photos: [], entries: [], history: null } as unknown as WholeCheck
const none = new Set<string>()
let drawn: string[] = []
let drawnPieces = 0

/** The sections of a list as the page holds them; notes each component that is drawn again. */
function aPage() {
  const answers = shallowRef<Answers>({})
  const all: { chosen: ChecklistItem[][] } = { chosen: [] }
  let asked!: ReturnType<typeof useAsked>
  const app = createApp({
    setup() {
      asked = useAsked(shallowRef(aList()), answers)
      const put = (item: ChecklistItem) => (answers.value = { ...answers.value, [item.id]: { ...fine } })
      const section = (each: AskedSection) => h(RecordSection, {
        section: each,
        split: false,
        long: false,
        whole,
        versionId: 'v',
        code: 'c',
        at: null,
        closed: false,
        past: none,
        touched: none,
        onChoose: put,
        onChooseAll: (items: ChecklistItem[]) => all.chosen.push(items),
      })
      return () => asked.sections.value.map(section)
    },
  })
  app.mixin({
    updated(this: { $options: { __name?: string }, $props: { item?: ChecklistItem } }) {
      if (this.$props.item)
        drawn.push(`${this.$options.__name} ${this.$props.item.id}`)
      if (this.$options.__name === 'LongPiece')
        drawnPieces += 1
    },
  })
  const host = document.createElement('main')
  document.body.append(host)
  app.component('RouterLink', { render: () => null })
  app.mount(host)
  return { answers, asked, host, all, app }
}

afterEach(() => {
  vi.restoreAllMocks()
  document.body.innerHTML = ''
  drawn = []
  drawnPieces = 0
})

// 600 of them are drawn, and timed, by tests/journeys/test_long_list.py.
it('draws again only the item that was touched, of many', async () => {
  const { host, answers, asked, app } = aPage()
  const before = asked.sections.value
  host.querySelectorAll('section.item')[38]!.querySelector('input')!.click()
  await nextTick()
  expect(Object.keys(answers.value)).toEqual(['6.3'])
  expect(new Set(drawn.map(each => each.split(' ')[1]))).toEqual(new Set(['6.3']))
  expect(drawnPieces).toBe(1)
  expect(asked.sections.value.filter((section, n) => section !== before[n]).map(({ id }) => id)).toEqual(['s6'])
  expect(asked.score.value?.unanswered).toBe(46)
  app.unmount()
})

it('asks for what a condition brings, and counts and scores by it', async () => {
  const { host, answers, asked, app } = aPage()
  expect(host.querySelectorAll('section.item')).toHaveLength(47)
  answers.value = { '0.0': { result: 'not_applicable', deduction: 0, note: '' } }
  await nextTick()
  expect(host.querySelectorAll('section.item')).toHaveLength(48)
  expect([asked.items.value.length, asked.done.value, asked.gap.value?.open]).toEqual([48, 1, 47])
  app.unmount()
})

it('finds in order only what is left of the one section, and only after a yes', async () => {
  const { host, answers, all, app } = aPage()
  answers.value = { '5.0': { ...fine } }
  await nextTick()
  const ask = vi.fn(() => false)
  vi.stubGlobal('confirm', ask)
  const button = host.querySelectorAll<HTMLButtonElement>('button.all')[5]!
  button.click()
  expect([ask.mock.calls.length, all.chosen]).toEqual([1, []])
  ask.mockReturnValue(true)
  button.click()
  // Neither what was answered already nor what a condition hides.
  expect(all.chosen[0]!.map(({ id }) => id)).toEqual(['5.1', '5.2', '5.3', '5.4'])
  app.unmount()
})

it('leads to what is not answered in full, also to a series that was only begun, and round the end', () => {
  const list = aList()
  const [first] = list.sections
  first!.items[2] = { ...first!.items[2]!, kind: 'measure', points: null, measure: { unit: 'mm', design: '100', lower: '-5', upper: '5', readings: 2 } }
  const begun: ItemAnswer = { result: 'recorded', deduction: 0, note: '', given: { readings: ['101'] } }
  const all = Object.fromEntries(list.sections.flatMap(({ items }) => items.map(({ id }) => [id, fine])))
  const asked = useAsked(shallowRef(list), shallowRef<Answers>({ ...all, 0.2: begun }))
  expect([asked.done.value, asked.nextOpen(-1), asked.nextOpen(40), asked.nextOpen(2)]).toEqual([46, '0.2', '0.2', '0.2'])
  expect(useAsked(shallowRef(list), shallowRef<Answers>({ '0.0': fine })).nextOpen(-1)).toBe('0.1')
})

it('counts and scores what is on the screen already, and of several taps the last', async () => {
  const answers = shallowRef<Answers>({})
  const asked = useAsked(shallowRef(aList()), answers, usePainted(answers))
  answers.value = { '0.0': fine }
  answers.value = { '0.0': fine, '0.1': fine }
  expect([asked.done.value, asked.sections.value[0]!.answers.filter(each => each).length, asked.nextOpen(-1)]).toEqual([0, 2, '0.2'])
  await vi.waitFor(() => expect([asked.done.value, asked.score.value!.unanswered]).toEqual([2, 45]))
})

/** The search as it lies over the page. */
async function aSearch() {
  const sections = useAsked(shallowRef(aList()), shallowRef({})).sections.value
  const went: object[] = []
  const app = createApp({ render: () => h(ItemSearch, { sections, onGo: (to: object) => went.push(to) }) })
  app.component('RouterLink', { render: () => null })
  app.mount(document.createElement('div'))
  const input = document.querySelector<HTMLInputElement>('input[type=search]')!
  async function type(text: string) {
    input.value = text
    input.dispatchEvent(new Event('input'))
    await nextTick()
  }
  const found = () => [...document.querySelectorAll<HTMLButtonElement>('.results button.found')]
  return { app, went, input, type, found }
}

it('goes to a section without a word, and to the item that is found, by tap and by Enter', async () => {
  const { app, went, input, type, found } = await aSearch()
  expect(found()).toHaveLength(8)
  found()[7]!.click()
  await type('7.3 漏电')
  expect(found()[0]!.textContent).toContain('7.3')
  found()[0]!.click()
  input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }))
  expect(went).toEqual([{ sectionId: 's7' }, { itemId: '7.3' }, { itemId: '7.3' }])
  await type('漏电')
  expect([document.querySelector('[role=status]')!.textContent!.trim(), found().length]).toEqual(['找到 8 项', 8])
  app.unmount()
})

it('says so when nothing is found, and answers nothing from there', async () => {
  const { app, went, input, type, found } = await aSearch()
  await type('塔式起重机')
  expect(document.querySelector('.results')!.textContent).toContain('没有找到')
  input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }))
  expect([found(), went]).toEqual([[], []])
  expect(document.querySelectorAll('.overlay input[type=radio], .overlay button.all')).toHaveLength(0)
  app.unmount()
})
