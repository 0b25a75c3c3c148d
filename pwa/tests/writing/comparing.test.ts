import type { ChecklistItem, ChecklistSection } from '../../src/checklists'
import type { Definition } from '../../src/writing/comparing'
import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, it } from 'vitest'
import { nextTick } from 'vue'
import CompareView from '../../src/writing/CompareView.vue'
import { compared, isSame, rising } from '../../src/writing/comparing'
import { grades } from '../../src/writing/item-form'
import { aForm, closeForms } from '../desk-form'

function item(id: string, rest: Partial<ChecklistItem> = {}): ChecklistItem {
  return { id, no: 1, name: `项 ${id}`, kind: 'judge', hint: '', clause: '', required: false, unverified: false, ...rest }
}
const section = (title: string, ...items: ChecklistItem[]): ChecklistSection => ({ id: `id-${title}`, title, guarantee: false, items })
const list = (...sections: ChecklistSection[]): Definition => ({ title: '清单', standard: '', source: '', scored: false, scheme: null, sections })
const letters = (text: string) => [...text].map(id => item(id))
const ids = (some: readonly { id: string }[]) => some.map(({ id }) => id).join('')

afterEach(closeForms)

describe('two versions', () => {
  const before = list(section('甲', ...letters('abc')), section('乙', ...letters('xyz')))

  it('that say the same have no differences, whatever numbers and inner ids they have', () => {
    const again = list(...before.sections.map((each, n) => ({ ...each, id: `s${n}`, items: each.items.map(one => ({ ...one, no: 9 })) })))
    const found = compared(before, again)
    expect(isSame(found)).toBe(true)
    expect(ids(found.same)).toBe('abcxyz')
  })

  it('have added, removed and changed items, each field from the old to the new', () => {
    const after = list(
      section('甲', item('a', { name: '围挡', unverified: true, fails: { days: 3, party: 'builder' } }), item('b'), item('n', { clause: '第二条' })),
      section('乙', ...letters('xyz')),
    )
    const { changed, added, removed, moved, same } = compared(before, after)
    expect(changed).toHaveLength(1)
    expect(changed[0]).toMatchObject({ id: 'a', section: '甲' })
    expect(changed[0]!.changes).toEqual([
      { field: 'name', from: '项 a', to: '围挡' },
      { field: 'unverified', from: '否', to: '是' },
      { field: 'days', from: '', to: '3' },
      { field: 'party', from: '', to: '施工单位' },
    ])
    expect([ids(added), ids(removed), ids(moved), ids(same)]).toEqual(['n', 'c', '', 'bxyz'])
    expect(added[0]!.changes).toContainEqual({ field: 'clause', from: '', to: '第二条' })
  })

  it('tell what each kind asks in words, not as it is kept', () => {
    const measure = { unit: 'mm', design: '1200', lower: '-5', upper: '5', readings: 3 }
    const [c, m, s] = [item('c', { kind: 'choice', options: [{ value: 'o1', label: '塔吊', fails: false }] }), item('m', { kind: 'measure', measure, accept: { rate: '80' } }), item('s', { kind: 'score', points: 10, reasons: [] })]
    const old = list(section('甲', c, m, s, item('t')))
    const fresh = list(section(
      '甲',
      { ...c, options: [{ value: 'o1', label: '塔吊', fails: true }] },
      { ...m, measure: { ...measure, upper: '8' }, accept: { rate: '90' }, lot: true },
      { ...s, reasons: [{ id: 'r1', text: '破损', least: 2, most: 5 }] },
      item('t', { shown_when: { item: 'c', chosen: 'o1' } }),
    ))
    const told = compared(old, fresh).changed.flatMap(({ changes }) => changes.map(({ field, from, to }) => `${field}：${from}→${to}`))
    expect(told).toEqual([
      'options：塔吊→塔吊（不符合）',
      ...['upper：5→8', 'lot：否→是', 'tables_verified：→否', 'rule：合格率不低于 80%→合格率不低于 90%'],
      'reasons：→破损（扣 2～5 分）',
      'shown_when：→{c} 含 塔吊',
    ])
  })

  it('name the items that were moved, and as few of them as tell it', () => {
    const { moved, changed } = compared(before, list(section('甲', ...letters('bca')), section('乙', ...letters('xyz'))))
    expect(ids(moved)).toBe('a')
    expect(moved[0]!.changes).toEqual([{ field: 'place', from: '甲 第 1 项', to: '甲 第 3 项' }])
    expect(changed).toEqual([])
    const other = compared(before, list(section('甲', ...letters('ab')), section('乙', ...letters('cxyz'))))
    expect([ids(other.moved), other.moved[0]!.changes[0]]).toEqual(['c', { field: 'place', from: '甲 第 3 项', to: '乙 第 1 项' }])
  })

  it('have sections renamed, moved, added and removed without all their items being so', () => {
    const renamed = compared(before, list({ ...before.sections[0]!, title: '丙' }, before.sections[1]!))
    expect(renamed.sections).toEqual([{ title: '丙', kind: 'changed', changes: [{ field: 'section', from: '甲', to: '丙' }] }])
    expect(ids(renamed.same)).toBe('abcxyz')
    const swapped = compared(before, list(before.sections[1]!, before.sections[0]!))
    expect(swapped.sections).toHaveLength(1)
    expect(ids(swapped.same)).toHaveLength(6)
    const other = compared(before, list(before.sections[0]!, section('丁', item('q'))))
    expect(other.sections.map(({ title, kind }) => `${kind} ${title}`)).toEqual(['added 丁', 'removed 乙'])
    expect(other.list).toEqual([])
  })

  it('have an item under a new code where its name says that it is the same', () => {
    const after = list(section('甲', item('1.1', { name: '项 a' }), ...letters('bc')), section('乙', ...letters('xyz')))
    const { changed, added, removed } = compared(before, after)
    expect(changed.map(({ changes }) => changes)).toEqual([[{ field: 'id', from: 'a', to: '1.1' }]])
    expect([added, removed]).toEqual([[], []])
  })

  it('differ in what the list itself says', () => {
    const scheme = { standard: 'jgj59', class_id: 'x', class_name: '脚手架', weight: 10 }
    expect(compared(before, { ...before, title: '新', scored: true, scheme }).list).toEqual([
      { field: 'titleOfList', from: '清单', to: '新' },
      { field: 'scored', from: '否', to: '是' },
      { field: 'scheme', from: '', to: '脚手架，权重 10' },
    ])
  })
})

it('finds what rises, and as much of it as there is', () => {
  expect([...rising([3, 0, 1, 2])].sort()).toEqual([0, 1, 2])
  expect(rising([]).size).toBe(0)
  expect(rising([5, 1, 6, 2, 7, 3, 4]).size).toBe(4)
})

describe('a comparison on screen', () => {
  it('shows old and new of each field, and unfolds what is the same', async () => {
    const before = list(section('甲', ...letters('ab')))
    const found = compared(before, list(section('甲', item('a', { clause: '第二条' }), item('b'))))
    const { host } = await aForm(CompareView, { found })
    expect(host.querySelector('[role=status]')!.textContent).toContain('修改 1 项，新增 0 项，删除 0 项，移动 0 项，相同 1 项')
    expect([host.querySelector('del')!.textContent, host.querySelector('ins')!.textContent]).toEqual(['（空）', '第二条'])
    expect(host.textContent).not.toContain('项 b')
    const details = host.querySelector('details')!
    details.open = true
    details.dispatchEvent(new Event('toggle'))
    await nextTick()
    expect(details.textContent).toContain('项 b')
  })

  it('says so where there is no difference', async () => {
    const same = list(section('甲', ...letters('ab')))
    const { host } = await aForm(CompareView, { found: compared(same, same) })
    expect(host.textContent).toContain('没有差别')
  })
})

it('tells of every field that an item has on the server', () => {
  const source = readFileSync('../server/suicha/checklists/definition/shapes.py', 'utf8')
  const block = /class ItemShape\(Sparse\):([\s\S]*?)\n\n\n/.exec(source)![1]!
  const known = [...block.matchAll(/^ {4}(\w+) = /gm)].map(([, name]) => name!)
  // A number follows from the order; `measure`, `accept` and `fails` are told part by part.
  const told = ['id', 'no', 'name', 'kind', 'hint', 'clause', 'unverified', 'required', 'shown_when', 'points', 'reasons', 'options', 'many', 'measure', 'unit', 'accept', 'lot', 'tables_verified', 'fails']
  expect(known).toEqual(told)
})

it('offers and names the grades that the server takes', () => {
  const source = readFileSync('../server/suicha/checklists/definition/shapes.py', 'utf8')
  const [, names] = /grade = fields\.String\([\s\S]*?OneOf\(\[([^\]]*)\]/.exec(source)!
  expect(names!.match(/\w+/g)).toEqual([...grades])
})
