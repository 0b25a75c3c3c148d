import type { ChecklistItem, ItemAnswer } from '../../src/checklists'
import type { Lots } from '../../src/spot-check/useLot'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createApp, h, nextTick, reactive } from 'vue'
import { positions, seedOfSample } from '../../src/checklists'
import { answerGiven, answerWith, deductionOf } from '../../src/spot-check/answering'
import ItemCard from '../../src/spot-check/ItemCard.vue'
import { givenText } from '../../src/spot-check/measure-text'
import { provideLots } from '../../src/spot-check/useLot'

const said = { no: 1, hint: '', clause: '', unverified: false }
const item = (id: string, rest: Partial<ChecklistItem>): ChecklistItem => ({ ...said, id, name: id, ...rest })
const rebar = item('钢筋间距', { kind: 'measure', measure: { unit: 'mm', design: '200', lower: '-10', upper: '10', readings: 2 } })
const lot = item('柱截面', { ...rebar, id: '柱', lot: true, tables_verified: true, accept: { counting: 'one_stage' } })
const anchors = item('锚栓', { kind: 'count', unit: '根', lot: true, tables_verified: true, accept: { counting: 'two_stage' } })
const scored = item('安全教育', { kind: 'score', points: 10, reasons: [{ id: 'r1', text: '无记录', least: 3, most: 6 }, { id: 'r2', text: '未签字', least: 8, most: 8 }] })
const choice = item('监测', { kind: 'choice', many: true, options: [{ value: 'a', label: '稳定', fails: false }, { value: 'b', label: '超警', fails: true }] })

/** An item's card as the page holds it: what it emits becomes its answer. */
async function aCard(asked: ChecklistItem, place: { checkId?: string, versionId?: string } = {}, lots?: Lots) {
  const state = reactive<{ answer: ItemAnswer | undefined }>({ answer: undefined })
  const host = document.body.appendChild(document.createElement('div'))
  const app = createApp({ setup: () => lots && provideLots(lots), render: () => h(ItemCard, {
    ...place,
    item: asked,
    guarantee: false,
    answer: state.answer,
    current: false,
    closed: false,
    onChoose: (result: ItemAnswer['result']) => (state.answer = answerWith(asked, state.answer, result)),
    onDeduct: (points: number) => (state.answer = deductionOf(state.answer!, points)),
    onGive: (given: ItemAnswer['given'] | null) => (state.answer = given ? answerGiven(asked, state.answer, given) : undefined),
  }) })
  app.mount(host)
  const press = async (name: string) => {
    const all = () => [...host.querySelectorAll<HTMLElement>('button, label')]
    const found = () => all().find(one => (one.getAttribute('aria-label') ?? one.textContent!.trim()).startsWith(name))
    // What an answer asks for besides comes a frame later.
    await vi.waitFor(() => expect(found(), name).toBeDefined())
    found()!.click()
    await nextTick()
  }
  const keys = async (text: string) => {
    for (const key of text)
      await press(({ '.': '小数点', '-': '正负号', '<': '退格', '>': '下一点' } as Record<string, string>)[key] ?? key)
  }
  const fill = async (label: string, value: string) => {
    const found = [...host.querySelectorAll('label')].find(one => one.textContent!.includes(label))!.querySelector('input')!
    found.value = value
    found.dispatchEvent(new Event('input'))
    found.dispatchEvent(new Event('change'))
    await nextTick()
  }
  return { app, host, state, press, keys, fill, tag: () => host.querySelector('.verdict .tag')?.textContent?.trim() }
}

afterEach(() => {
  document.body.innerHTML = ''
})

describe('a measured series', () => {
  it('is typed on a pad, kept digit by digit, and marked where it is out of tolerance', async () => {
    const card = await aCard(rebar)
    await card.keys('19')
    expect(card.state.answer).toMatchObject({ result: 'recorded', given: { readings: ['19'] } })
    expect(card.tag()).toContain('未完成')
    await card.keys('8.5>')
    await card.keys('210>')
    expect(card.state.answer).toEqual({ result: 'conforming', deduction: 0, note: '', given: { readings: ['198.5', '210'] } })
    expect(card.host.textContent).toContain('已测 2 / 2 点，超差 0 点')
    await card.press('第 2 点')
    await card.keys('<<11')
    expect(card.state.answer).toMatchObject({ result: 'nonconforming', given: { readings: ['198.5', '211'] } })
    expect(card.host.querySelector('.bad')!.textContent).toContain('超差')
  })

  it('loses a reading that is erased, and the answer with the last one', async () => {
    const card = await aCard(rebar)
    await card.keys('5<')
    expect(card.state.answer).toBeUndefined()
    await card.keys('-.5')
    expect(card.state.answer!.given).toEqual({ readings: ['-0.5'] })
  })

  it('of a lot asks for its size first, and then for the sample that the size needs', async () => {
    const card = await aCard(lot)
    expect(card.host.querySelector('.pad')).toBeNull()
    await card.fill('样本总数', '100')
    expect(card.host.textContent).toContain('最小抽样数量 8')
    for (let n = 0; n < 8; n++)
      await card.keys('200>')
    expect(card.state.answer).toMatchObject({ result: 'conforming', given: { lot: 100 } })
  })

  it('is not applicable on a tap, and applies again with nothing measured', async () => {
    const card = await aCard(rebar)
    await card.keys('200')
    await card.press('不适用')
    expect(card.state.answer).toEqual({ result: 'not_applicable', deduction: 0, note: '' })
    await card.press('改为适用')
    expect(card.state.answer).toBeUndefined()
  })
})

it('a sample that the first stage does not decide asks for a second', async () => {
  const card = await aCard(anchors)
  await card.fill('样本总数', '100')
  await card.fill('不合格数', '2')
  expect(card.state.answer).toMatchObject({ result: 'recorded', given: { counts: [2], lot: 100 } })
  expect(card.host.textContent).toContain('再抽 8 个')
  await card.fill('第二次抽样不合格数', '3')
  expect(card.state.answer).toMatchObject({ result: 'nonconforming', given: { counts: [2, 3] } })
})

it('a count is kept digit by digit, and drawn to what is possible in the end', async () => {
  const counted = item('灭火器', { kind: 'count', unit: '具' })
  const card = await aCard(counted)
  const field = card.host.querySelector<HTMLInputElement>('.stepper input')!
  const type = async (value: string, told: string) => {
    field.value = value
    field.dispatchEvent(new Event(told))
    await nextTick()
    return card.state.answer?.given?.counts
  }
  expect(await type('1', 'input')).toEqual([1])
  expect(await type('12', 'input')).toEqual([12])
  expect(await type('', 'input')).toEqual([12])
  expect(await type('-3', 'input')).toEqual([12])
  expect(await type('-3', 'change')).toEqual([0])
})

it('points for a ground are kept digit by digit within its range, and drawn to it in the end', async () => {
  const card = await aCard(scored)
  await card.press('不符合')
  await vi.waitFor(() => expect(card.host.querySelector('.reason input')).not.toBeNull())
  card.host.querySelector<HTMLInputElement>('.reason input')!.click()
  await nextTick()
  const field = card.host.querySelector<HTMLInputElement>('.reason .points')!
  const type = async (value: string, told: string) => {
    field.value = value
    field.dispatchEvent(new Event(told))
    await nextTick()
    return card.state.answer!.deduction
  }
  expect(await type('4', 'input')).toBe(4)
  expect(await type('40', 'input')).toBe(4)
  expect(await type('40', 'change')).toBe(6)
  expect(await type('60', 'change')).toBe(6)
  expect(field.value, 'the field shows what is recorded').toBe('6')
  expect(await type('', 'change')).toBe(3)
})

it('of a lot is measured what was drawn: each reading names its member, and so does what is read later', async () => {
  const place = { checkId: 'check', versionId: 'list' }
  const drawn = positions(seedOfSample({ ...place, itemId: '柱' }), 100, 8)
  const card = await aCard(lot, place)
  await card.fill('样本总数', '100')
  expect(card.host.querySelector('.members')!.textContent).toContain(`抽取位置：${drawn.join('、')}`)
  await card.keys('200>')
  expect(card.host.querySelector('.readings')!.textContent).toContain(`第 ${drawn[0]} 号`)
  expect(card.host.querySelector('.entry')!.textContent).toBe(`第 ${drawn[1]} 号`)
  expect(givenText(lot, card.state.answer!.given, place)).toBe(`样本总数 100；抽取位置：${drawn.join('、')}；200 mm`)
  const counted = await aCard(anchors, place)
  await counted.fill('样本总数', '100')
  await counted.fill('不合格数', '2')
  const seed = seedOfSample({ ...place, itemId: '锚栓' })
  expect(counted.host.textContent).toContain(`再抽 8 个`)
  expect(counted.host.textContent).toContain(positions(seed, 100, 8, 8).join('、'))
})

it('the total of a lot outlives its card before anything was looked at, and belongs to its item', async () => {
  const kept = new Map<string, number>()
  const lots: Lots = { of: id => kept.get(id), keep: (id, total) => void (total === undefined ? kept.delete(id) : kept.set(id, total)) }
  const total = ({ host }: { host: HTMLElement }) => host.querySelector<HTMLInputElement>('input[type=number]')!.value
  const first = await aCard(lot, {}, lots)
  await first.fill('样本总数', '120')
  expect([first.state.answer, kept.get('柱')]).toEqual([undefined, 120])
  first.app.unmount()
  const again = await aCard(lot, {}, lots)
  expect([total(again), total(await aCard(anchors, {}, lots)), total(await aCard(lot))]).toEqual(['120', '', ''])
  await again.fill('样本总数', '')
  expect([again.state.answer, kept.size]).toEqual([undefined, 0])
})

it('grounds of a list take off what they say, no more than the item has, and points by hand rest on none', async () => {
  const card = await aCard(scored)
  await card.press('不符合')
  await card.press('无记录')
  expect(card.state.answer).toMatchObject({ deduction: 6, given: { reasons: [{ id: 'r1', points: 6 }] } })
  await card.press('未签字')
  expect(card.state.answer!.deduction).toBe(10)
  await card.press('少扣一分')
  expect(card.state.answer).toEqual({ result: 'nonconforming', deduction: 9, note: '' })
})

it('options are chosen and given up; one that fails makes the item nonconforming', async () => {
  const card = await aCard(choice)
  await card.press('稳定')
  expect(card.state.answer!.result).toBe('conforming')
  await card.press('超警')
  expect(card.state.answer).toMatchObject({ result: 'nonconforming', given: { chosen: ['a', 'b'] } })
  await card.press('稳定')
  await card.press('超警')
  expect(card.state.answer).toBeUndefined()
})

it('of a lot says that nobody has compared its tables, on the phone and on paper, until an office has', async () => {
  const unverified = [lot, anchors].map(({ tables_verified: _, ...rest }) => rest)
  for (const asked of unverified)
    expect((await aCard(asked)).host.textContent).toContain('抽样表待核对')
  expect((await aCard(lot)).host.textContent).not.toContain('抽样表')
  expect(givenText(unverified[1]!, { counts: [2], lot: 100 })).toBe('样本总数 100（抽样表待核对）；不合格数 2 根')
  expect(givenText(anchors, { counts: [2], lot: 100 })).not.toContain('抽样表')
})

it('what was given is said in one line', () => {
  expect(givenText(rebar, { readings: ['200', '211'] })).toBe('200、211（超差） mm')
  expect(givenText(anchors, { counts: [2, 3], lot: 100 })).toBe('样本总数 100；不合格数 2 + 3 根')
  expect(givenText(choice, { chosen: ['b'] })).toBe('超警')
  expect(givenText(scored, { reasons: [{ id: 'r1', points: 4 }] })).toBe('无记录 扣 4 分')
  expect(givenText(rebar, undefined)).toBe('')
})
