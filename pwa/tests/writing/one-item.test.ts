import type { ChecklistItem, ChecklistSection } from '../../src/checklists'
import type { Draft } from '../../src/writing/drafts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { defineComponent, h, shallowRef } from 'vue'
import { me } from '../../src/session'
import DraftView from '../../src/writing/DraftView.vue'
import { aForm, aServer, closeForms, refusal, settle } from '../desk-form'

function item(id: string, rest: Partial<ChecklistItem> = {}): ChecklistItem {
  return { id, no: 1, name: `项 ${id}`, kind: 'judge', hint: '', clause: '', required: false, unverified: false, ...rest }
}
const sections: ChecklistSection[] = [
  { id: 's1', title: '围挡', guarantee: false, items: [item('a', { unverified: true }), item('b', { clause: '第一条' })] },
  { id: 's2', title: '用电', guarantee: false, items: [item('c', { unverified: true, shown_when: { item: 'a', is: 'nonconforming' } })] },
]
const draft = {
  ...{ id: 'd', jurisdiction_id: 'j', code: 'SG-01', title: '首次进场', standard: '', source: '', scored: false, split: false },
  ...{ scheme: null, revision: 3, base_id: null, changed_at: '2026-11-20T02:00:00Z', items_total: 3, faults: [] },
  ...{ published_id: null, discarded_at: null, sections },
} as unknown as Draft
const said = ({ sections: some }: { sections: readonly ChecklistSection[] }) => some.map(({ title, items }) => `${title} ${items.map(({ id }) => id).join('')}`).join(' / ')

beforeEach(() => {
  me.value = { role: 'supervisor', jurisdiction: { id: 'j' } } as NonNullable<typeof me.value>
})
afterEach(() => {
  closeForms()
  me.value = null
})

/** The draft on its page, which shows what the server answered. */
async function opened(answers: Record<string, unknown>) {
  const server = aServer(answers)
  const Page = defineComponent(() => {
    const shown = shallowRef(draft)
    return () => h(DraftView, { draft: shown.value, onChanged: (next: Draft) => (shown.value = next) })
  })
  const page = await aForm(Page, {})
  const edit = async (id: string) => {
    document.querySelector<HTMLElement>(`#item-${id} .edit`)!.click()
    await settle()
  }
  const send = async () => {
    page.host.querySelector('form.item')!.dispatchEvent(new Event('submit', { cancelable: true }))
    await settle()
  }
  const sent = () => server.posts().at(-1)!.body as { revision: number, definition: { scored: boolean, sections: ChecklistSection[] } }
  return { ...page, server, edit, send, sent }
}

describe('one item of a draft', () => {
  it('is corrected and no longer 待核对; the list comes back at it', async () => {
    const { host, edit, fill, field, send, sent } = await opened({ 'POST /checklist-drafts/d': { ...draft, revision: 4 } })
    expect(host.textContent).toContain('只看待核对（2）')
    await edit('a')
    expect(host.textContent).toContain('围挡，第 1 项，共 2 项')
    await fill('检查项目', '围挡高度')
    field('待核对').click()
    await send()
    expect(sent().revision).toBe(3)
    expect(sent().definition.sections[0]!.items[0]).toMatchObject({ id: 'a', name: '围挡高度', unverified: false })
    expect(said(sent().definition)).toBe('围挡 ab / 用电 c')
    expect(host.querySelector('form.item')).toBeNull()
    expect(document.activeElement?.closest('li')?.id).toBe('item-a')
  })

  it('shows the fields of its kind only, and makes the list one that scores', async () => {
    const { host, edit, fill, field, press, send, sent } = await opened({ 'POST /checklist-drafts/d': draft })
    await edit('b')
    expect(() => field('分值')).toThrow()
    await fill('类型', 'measure')
    expect(field('允许偏差下限')).toBeTruthy()
    await fill('类型', 'score')
    expect(() => field('允许偏差下限')).toThrow()
    await fill('分值', '10')
    await press('+ 添加理由')
    const typed = async (label: string, value: string) => {
      const input = host.querySelector<HTMLInputElement>(`input[aria-label="${label}"]`)!
      input.value = value
      input.dispatchEvent(new Event('input'))
      await settle()
    }
    await typed('第 1 条理由', '未封闭')
    await send()
    expect(host.textContent).toContain('第 1 条：要有理由和扣分')
    await typed('第 1 条最少扣分', '5')
    await typed('第 1 条最多扣分', '10')
    await send()
    const { definition } = sent()
    expect(definition.scored).toBe(true)
    expect(definition.sections[0]!.items[1]).toMatchObject({ kind: 'score', points: 10, reasons: [{ id: 'r1', text: '未封闭', least: 5, most: 10 }] })
  })

  it('is not saved while something is wrong with it, which stands at its field', async () => {
    const { host, server, edit, fill, beside, send } = await opened({})
    await edit('c')
    await fill('显示条件', '{b} = 红色')
    await fill('编号', 'a')
    await send()
    expect(beside('显示条件')).toContain('看不懂“红色”')
    expect(beside('编号')).toContain('已有这个编号的项')
    expect(host.textContent).toContain('有 2 处要改，没有保存')
    expect(document.activeElement?.getAttribute('aria-invalid')).toBe('true')
    expect(server.posts()).toEqual([])
  })

  it('tells what the server finds at the field it is about, until that is mended', async () => {
    const faults = [{ item: 'c', field: 'measure', code: 'item.tolerance', note: '' }, { item: 'b', field: 'id', code: 'item.twice', note: '' }]
    const measure = { unit: 'mm', lower: '5', upper: '1', readings: 1 }
    const saved = { ...draft, revision: 4, faults, sections: [sections[0], { ...sections[1], items: [item('c', { kind: 'measure', measure })] }] }
    const { host, edit, fill, beside, send } = await opened({ 'POST /checklist-drafts/d': saved })
    await edit('c')
    await fill('类型', 'measure')
    await send()
    expect(host.textContent).toContain('已保存；本项还有 1 处要改')
    expect(beside('允许偏差下限')).toContain('允许偏差的下限大于上限')
    await fill('允许偏差下限', '-1')
    expect(beside('允许偏差下限')).toBe('')
  })

  it('is added to a section or to a new one, moved to another, and duplicated under a free code', async () => {
    const { host, edit, fill, press, send, sent } = await opened({ 'POST /checklist-drafts/d': draft })
    await press('+ 添加检查项')
    await fill('编号', 'n')
    await fill('检查项目', '新的一项')
    await send()
    expect(said(sent().definition)).toBe('围挡 abn / 用电 c')
    await edit('b')
    await fill('分部', '')
    await fill('新分部名称', '消防')
    await send()
    expect(said(sent().definition)).toBe('围挡 a / 用电 c / 消防 b')
    await edit('b')
    await fill('分部', 's2')
    await send()
    expect(said(sent().definition)).toBe('围挡 a / 用电 cb')
    await edit('a')
    await press('复制此项')
    expect(host.querySelector('form.item h2')!.textContent).toContain('添加检查项')
    await send()
    expect(said(sent().definition)).toBe('围挡 aa-2b / 用电 c')
  })

  it('goes on with the next that nobody has compared', async () => {
    const { edit, field, press } = await opened({ 'POST /checklist-drafts/d': draft })
    await edit('a')
    await press('保存并编辑下一个待核对项')
    expect(field('编号').value).toBe('c')
  })

  it('loses nothing that was typed when somebody else saved meanwhile, and takes what they wrote elsewhere', async () => {
    const theirs = [{ ...sections[0]!, items: [item('a', { name: '对方的名称', hint: '对方的要点', unverified: true }), sections[0]!.items[1]!, item('z')] }, sections[1]!]
    const answers: Record<string, unknown> = {
      'POST /checklist-drafts/d': refusal(409, 'draft.overtaken', { revision: 4 }),
      'GET /checklist-drafts/d': { ...draft, revision: 4, sections: theirs },
    }
    const { host, edit, fill, field, press, send, sent } = await opened(answers)
    await edit('a')
    await fill('检查项目', '我的名称')
    await send()
    expect(host.textContent).toContain('别人刚保存过这份草稿')
    expect(field('检查项目').value).toBe('我的名称')
    await press('取最新草稿，保留我填的')
    expect(field('检查项目').value).toBe('我的名称')
    expect(field('检查要点').value).toBe('对方的要点')
    expect(host.textContent).toContain('检查项目：对方填“对方的名称”')
    answers['POST /checklist-drafts/d'] = { ...draft, revision: 5, sections: theirs }
    await send()
    expect(sent().revision).toBe(4)
    expect(said(sent().definition)).toBe('围挡 abz / 用电 c')
    expect(sent().definition.sections[0]!.items[0]).toMatchObject({ name: '我的名称', hint: '对方的要点' })
  })

  it('is kept where somebody else removed it, or its section', async () => {
    const answers: Record<string, unknown> = {
      'POST /checklist-drafts/d': refusal(409, 'draft.overtaken', { revision: 4 }),
      'GET /checklist-drafts/d': { ...draft, revision: 4, sections: [sections[0]] },
    }
    const { host, edit, fill, field, press, send, sent } = await opened(answers)
    await edit('c')
    await fill('检查项目', '我的名称')
    await send()
    await press('取最新草稿，保留我填的')
    expect(host.textContent).toContain('对方删除了这一项')
    expect([field('检查项目').value, field('新分部名称').value]).toEqual(['我的名称', '用电'])
    answers['POST /checklist-drafts/d'] = draft
    await send()
    expect(said(sent().definition)).toBe('围挡 ab / 用电 c')
  })
})

describe('the list of a draft', () => {
  it('has its sections renamed, moved and removed', async () => {
    const { host, press, fill, sent } = await opened({ 'POST /checklist-drafts/d': draft })
    await press('编辑分部')
    await fill('分部名称', '现场围挡')
    host.querySelector('form.section')!.dispatchEvent(new Event('submit', { cancelable: true }))
    await settle()
    expect(said(sent().definition)).toBe('现场围挡 ab / 用电 c')
    host.querySelector<HTMLButtonElement>('button[aria-label="分部下移"]')!.click()
    await settle()
    expect(said(sent().definition)).toBe('用电 c / 围挡 ab')
    await press('编辑分部')
    await press('删除分部')
    expect(host.textContent).toContain('连同其中 2 项一起删除')
    host.querySelector<HTMLButtonElement>('.removing .danger')!.click()
    await settle()
    expect(said(sent().definition)).toBe('用电 c')
  })

  it('is searched, and narrowed to what nobody has compared', async () => {
    const { host, press } = await opened({})
    const shown = () => [...host.querySelectorAll('li[id]')].map(({ id }) => id)
    host.querySelector<HTMLInputElement>('.find [type=checkbox]')!.click()
    await settle()
    expect(shown()).toEqual(['item-a', 'item-c'])
    host.querySelector<HTMLInputElement>('.find [type=checkbox]')!.click()
    const search = host.querySelector<HTMLInputElement>('[type=search]')!
    search.value = '第一条'
    search.dispatchEvent(new Event('input'))
    await settle()
    expect(shown()).toEqual(['item-b'])
    // What is found is not moved among what is hidden.
    expect(host.querySelector('button[aria-label="下移"]')).toBeNull()
    await expect(press('+ 添加检查项')).rejects.toThrow()
  })

  it('takes over what somebody else saved where a move comes too late', async () => {
    const { host, press } = await opened({
      'POST /checklist-drafts/d': refusal(409, 'draft.overtaken', { revision: 4 }),
      'GET /checklist-drafts/d': { ...draft, revision: 4, sections: [sections[1]] },
    })
    host.querySelector<HTMLButtonElement>('button[aria-label="下移"]')!.click()
    await settle()
    await press('取最新草稿')
    expect(host.textContent).toContain('第 4 次保存')
    expect(host.querySelectorAll('li[id]')).toHaveLength(1)
  })
})

it('is copied from: single items of any list, in any version', async () => {
  const lists = { items: [{ id: 'v2', code: 'B1', title: '安全管理', jurisdiction_id: null }], next: null, total: 1 }
  const versions = [{ id: 'v2', version: 2, published_on: '2026-01-01' }, { id: 'v1', version: 1, published_on: '2025-01-01' }]
  const other = [{ id: 'g', title: '围挡', guarantee: false, items: [item('a', { name: '别的' }), item('y')] }]
  const { host, press, fill, field, sent } = await opened({
    'GET /checklists': lists,
    'GET /checklists/v2/versions': versions,
    'GET /checklists/v2': { id: 'v2', sections: [] },
    'GET /checklists/v1': { id: 'v1', sections: other },
    'POST /checklist-drafts/d': draft,
  })
  await press('从其他清单复制')
  await fill('清单', 'v2')
  await settle()
  expect([...field('版本').querySelectorAll('option')].map(each => each.textContent.trim())).toEqual(['第 2 版（2026-01-01 起）', '第 1 版（2025-01-01 起）'])
  await fill('版本', 'v1')
  await settle()
  host.querySelector<HTMLInputElement>('.one input')!.click()
  await settle()
  host.querySelector('form.pick')!.dispatchEvent(new Event('submit', { cancelable: true }))
  await settle()
  expect(sent().definition.sections[0]!.items.map(({ id, name }) => `${id} ${name}`)).toEqual(['a 项 a', 'b 项 b', 'a-2 别的'])
  expect(host.textContent).toContain('已复制 1 项')
  expect(host.textContent).toContain('a → a-2')
})
