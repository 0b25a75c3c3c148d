import type { ChecklistItem, ChecklistSection } from '../../src/checklists'
import type { Around, ItemSaid } from '../../src/writing/item-form'
import { describe, expect, it } from 'vitest'
import { merged, readItem, saidOf } from '../../src/writing/item-form'

function item(id: string, rest: Partial<ChecklistItem> = {}): ChecklistItem {
  return { id, no: 1, name: `项 ${id}`, kind: 'judge', hint: '', clause: '', required: false, unverified: false, ...rest }
}
const choice = item('c', { kind: 'choice', options: [{ value: 'o1', label: '塔吊', fails: true }, { value: 'o2', label: 'o1', fails: false }], many: false })
const all: ChecklistItem[] = [
  choice,
  item('n', { kind: 'count', unit: '人', lot: true, accept: { counting: 'two_stage' } }),
  item('s', { kind: 'score', points: 10, reasons: [{ id: 'r1', text: '未封闭', least: 5, most: 10 }] }),
  item('m', { kind: 'measure', measure: { unit: 'mm', design: '1200', lower: '-50', upper: '50', readings: 3, limit: '1.5' }, accept: { rate: '80' } }),
  item('k', { kind: 'count', unit: '人', accept: { most: 0 } }),
  item('t', { kind: 'text', required: true, shown_when: { all: [{ item: 'c', chosen: 'o1' }, { item: 'n', at_least: 2 }] } }),
  item('j', { hint: '要点', clause: '第二条', unverified: true, fails: { days: 3, party: 'builder' } }),
]
const section: ChecklistSection = { id: 's1', title: '分部', guarantee: false, items: all }

function around(base: ChecklistItem | null): Around {
  const before = all.slice(0, base ? all.indexOf(base) : undefined)
  return { base, taken: new Set(all.filter(each => each !== base).map(({ id }) => id)), before: new Map(before.map(each => [each.id, each])), shownBefore: base ? saidOf(base, section, all).shown_when : '' }
}
const form = (base: ChecklistItem | null, rest: Partial<ItemSaid> = {}) => ({ ...saidOf(base, section, all), ...rest })
const read = (base: ChecklistItem | null, rest: Partial<ItemSaid>) => readItem(form(base, rest), around(base))

describe('the form of an item', () => {
  it.each(all.map(each => [each.id, each] as const))('gives back what it was filled with: %s', (_, each) => {
    expect(read(each, {}).item).toEqual(each)
  })

  it('keeps what it does not know, and leaves out what does not belong to the kind', () => {
    const newer = { ...all[2]!, article: { no: 3 } } as ChecklistItem
    const { item: found } = readItem(form(newer, { kind: 'text' }), { ...around(all[2]!), base: newer })
    expect(found).toEqual({ ...item('s'), kind: 'text', article: { no: 3 } })
  })

  it('writes a condition with the labels of options; by their values where a label is another\'s value', () => {
    expect(form(all[5]!).shown_when).toBe('{c} 含 塔吊 且 {n} >= 2')
    const other = item('t', { shown_when: { item: 'c', chosen: 'o2' } })
    expect(saidOf(other, section, all).shown_when).toBe('{c} 含 o2')
  })

  it('names the part of a condition that it does not understand; one that nobody touched stays', () => {
    expect(read(all[5]!, { shown_when: '{gone} = 符合' }).wrongs).toEqual({ shown_when: { code: 'condition', note: '{gone}' } })
    const lost = { ...all[6]!, shown_when: { item: 'gone', answered: true as const } }
    const said = saidOf(lost, section, all)
    expect(readItem({ ...said, name: '新' }, { ...around(all[6]!), base: lost, shownBefore: said.shown_when }).item?.shown_when).toEqual(lost.shown_when)
  })

  it('reads numbers in full-width digits and with a real minus sign', () => {
    expect(read(all[3]!, { lower: '−４．５', upper: '+5', readings: '１０' }).item?.measure).toMatchObject({ lower: '-4.5', upper: '5', readings: 10 })
  })

  it.each<[string, ChecklistItem | null, Partial<ItemSaid>, object]>([
    ['no code, no name', null, {}, { id: { code: 'needed' }, name: { code: 'needed' } }],
    ['a code with a space', null, { id: 'a b', name: 'x' }, { id: { code: 'code' } }],
    ['a code that another has', null, { id: 'c', name: 'x' }, { id: { code: 'twice' } }],
    ['a new section without a title', null, { id: 'x', name: 'x', section: '' }, { title: { code: 'needed' } }],
    ['no points', all[2]!, { points: '0' }, { points: { code: 'whole', note: '1～1000' } }],
    ['a ground without points', all[2]!, { reasons: [{ id: 'r1', text: '破损', least: '', most: '2' }] }, { reasons: { code: 'reason', note: '1' } }],
    ['no options', choice, { options: [] }, { options: { code: 'needed' } }],
    ['an option twice', choice, { options: [{ value: 'o1', label: '甲', fails: false }, { value: 'o2', label: ' 甲', fails: false }] }, { options: { code: 'optionTwice', note: '甲' } }],
    ['no number', all[3]!, { lower: '约 5', rule_number: '' }, { lower: { code: 'decimal' }, rule: { code: 'decimal' } }],
    ['too many days', all[6]!, { days: '400' }, { days: { code: 'whole', note: '0～365' } }],
  ])('says what is wrong at a field: %s', (_, base, rest, wrongs) => {
    const found = read(base, rest)
    expect(found.item).toBeNull()
    expect(found.wrongs).toMatchObject(wrongs)
    expect(Object.keys(found.wrongs!)).toEqual(Object.keys(wrongs))
  })
})

it('merges what somebody typed with what another saved meanwhile, and says where both wrote', () => {
  const start = form(all[6]!)
  const mine = { ...start, name: '我的', clause: '第三条' }
  const theirs = { ...start, name: '对方的', hint: '对方的要点', clause: '第三条' }
  expect(merged(start, mine, theirs)).toEqual({ said: { ...start, name: '我的', clause: '第三条', hint: '对方的要点' }, both: ['name'] })
})
