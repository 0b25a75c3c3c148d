import type { Answers, ChecklistItem, ChecklistSection, ItemAnswer } from '../../src/checklists'
import { expect, it } from 'vitest'
import { gapOf, itemsOf, scored, shown } from '../../src/checklists'

function item(id: string, change: Partial<ChecklistItem> = {}): ChecklistItem {
  return { id, no: 1, name: `项目${id}`, hint: '', clause: '', unverified: false, points: 10, ...change }
}
const sections: ChecklistSection[] = [
  { id: 'g', title: '保证项目', guarantee: true, items: [item('a'), item('b', { required: true }), item('c', { shown_when: { item: 'a', is: 'nonconforming' } })] },
  { id: 'n', title: '一般项目', guarantee: false, items: [item('d'), item('t', { kind: 'text', points: null, required: true })] },
]
const off = (deduction: number): ItemAnswer => ({ result: 'nonconforming', deduction, note: '' })
const fine: ItemAnswer = { result: 'conforming', deduction: 0, note: '' }
const gap = (answers: Answers) => gapOf(sections, answers, scored(sections, answers), shown(itemsOf(sections), answers))

it('names the guarantee items at zero, the required ones that are open, and counts what is not answered', () => {
  const found = gap({ a: off(10), d: fine })
  expect(found).toMatchObject({ points: 0, guaranteePoints: 0, open: 3 })
  expect(found!.zeroItems.map(({ name }) => name)).toEqual(['项目a'])
  expect(found!.required.map(({ id }) => id)).toEqual(['b', 't'])
})

it('asks nothing of what a condition hides, also where its old answer lost all of its points', () => {
  expect(gap({ a: fine, b: fine, c: off(10), d: fine })).toMatchObject({ zeroItems: [], points: 0, open: 1 })
})

it('is nothing where nothing applies', () => {
  const absent: ItemAnswer = { result: 'not_applicable', deduction: 0, note: '' }
  expect(gap({ a: absent, b: absent, d: absent, t: absent })).toBeNull()
})
