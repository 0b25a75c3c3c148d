import type { ChecklistItem, ChecklistSection } from '../../src/checklists'
import type { Draft } from '../../src/writing/drafts'
import { describe, expect, it } from 'vitest'
import { itemsOf } from '../../src/checklists'
import { copied, freeCode, itemsBefore, movedSection, put, retitled, withoutSection, withSections } from '../../src/writing/editing'

function item(id: string, rest: Partial<ChecklistItem> = {}): ChecklistItem {
  return { id, no: 1, name: `项 ${id}`, kind: 'judge', hint: '', clause: '', unverified: false, ...rest }
}
const asks = (id: string) => ({ shown_when: { any: [{ not: { item: id, is: 'conforming' as const } }, { all: [{ item: id, answered: true as const }] }] } })
const sections: ChecklistSection[] = [
  { id: 's1', title: '围挡', guarantee: true, items: [item('a'), item('b', asks('a'))] },
  { id: 's2', title: '用电', guarantee: false, items: [item('c', asks('a'))] },
]
const said = (some: readonly ChecklistSection[]) => some.map(({ title, items }) => `${title} ${items.map(({ id }) => id).join('')}`).join(' / ')

describe('an item of a draft', () => {
  it('is changed in its place; a new code is the one that conditions ask from then on', () => {
    const next = put(sections, item('x', { name: '新' }), { id: 's1' }, { old: 'a' })
    expect(said(next)).toBe('围挡 xb / 用电 c')
    expect(JSON.stringify(next)).not.toContain('"item":"a"')
    expect(next[1]!.items[0]!.shown_when).toEqual(asks('x').shown_when)
    expect(said(sections)).toBe('围挡 ab / 用电 c')
  })

  it('goes to another section, and takes an emptied one away', () => {
    expect(said(put(sections, item('b'), { id: 's2' }, { old: 'b' }))).toBe('围挡 a / 用电 cb')
    expect(said(put(sections, item('c'), { id: 's1' }, { old: 'c' }))).toBe('围挡 abc')
  })

  it('is added at the end, behind another one, or in a new section of its own', () => {
    expect(said(put(sections, item('d'), { id: 's1' }))).toBe('围挡 abd / 用电 c')
    expect(said(put(sections, item('d'), { id: 's1' }, { after: 'a' }))).toBe('围挡 adb / 用电 c')
    const next = put(sections, item('c'), { title: '消防', guarantee: false }, { old: 'c' })
    expect(said(next)).toBe('围挡 ab / 消防 c')
    expect(new Set(next.map(({ id }) => id)).size).toBe(2)
  })

  it('may ask what comes before its place', () => {
    const codes = (...args: Parameters<typeof itemsBefore>) => itemsBefore(...args).map(({ id }) => id).join('')
    expect(codes(sections, { id: 's1' }, 'a')).toBe('')
    expect(codes(sections, { id: 's1' }, null)).toBe('ab')
    expect(codes(sections, { id: 's2' }, 'a')).toBe('bc')
    expect(codes(sections, { title: '', guarantee: false }, 'c')).toBe('ab')
  })
})

describe('sections', () => {
  it('are renamed, moved and removed', () => {
    expect(said(retitled(sections, 's2', { title: '临电', guarantee: true }))).toBe('围挡 ab / 临电 c')
    expect(said(movedSection(sections, 's2', -1))).toBe('用电 c / 围挡 ab')
    expect(said(movedSection(sections, 's2', 1))).toBe('围挡 ab / 用电 c')
    expect(said(withoutSection(sections, 's1'))).toBe('用电 c')
  })

  it('say whether the list scores and tells guarantee items apart', () => {
    const draft = { scored: false, split: false } as Draft
    expect(withSections(draft, sections)).toMatchObject({ scored: false, split: true })
    expect(withSections(draft, [{ ...sections[1]!, items: [item('s', { kind: 'score', points: 5 })] }])).toMatchObject({ scored: true, split: false })
  })
})

describe('items of another list', () => {
  it('come behind those of the same section under codes that are free, and ask one another', () => {
    const picked: ChecklistSection[] = [{ id: 'q', title: '围挡', guarantee: true, items: [item('a', { name: '别的' }), item('z', asks('a'))] }]
    const { sections: next, recoded, unasked } = copied(sections, picked, null)
    expect(next.map(({ items }) => items.map(({ id }) => id).join(' '))).toEqual(['a b a-2 z', 'c'])
    expect(itemsOf(next).find(({ id }) => id === 'z')!.shown_when).toEqual(asks('a-2').shown_when)
    expect([recoded, unasked]).toEqual([[{ from: 'a', to: 'a-2' }], []])
  })

  it('lose a condition that asks what stays behind, which is said: the same code is another question here', () => {
    const picked: ChecklistSection[] = [{ id: 'q', title: '消防', guarantee: false, items: [item('z', asks('a'))] }]
    const { sections: next, unasked } = copied(sections, picked, null)
    expect(said(next)).toBe('围挡 ab / 用电 c / 消防 z')
    expect(next[2]!.items[0]).not.toHaveProperty('shown_when')
    expect(unasked).toEqual(['z'])
    expect(said(copied(sections, picked, 's2').sections)).toBe('围挡 ab / 用电 cz')
  })

  it('have codes that no other item has, and that are not too long', () => {
    expect(freeCode(new Set(['B1-1', 'B1-1-2']), 'B1-1')).toBe('B1-1-3')
    expect(freeCode(new Set(['a']), 'b')).toBe('b')
    const long = 'x'.repeat(32)
    expect(freeCode(new Set([long]), long)).toHaveLength(32)
  })
})
