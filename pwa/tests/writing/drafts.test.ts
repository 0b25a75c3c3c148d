import type { ChecklistItem } from '../../src/checklists'
import type { Draft } from '../../src/writing/drafts'
import { readdirSync, readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { me } from '../../src/session'
import { definitionOf, moved, without } from '../../src/writing/drafts'
import DraftView from '../../src/writing/DraftView.vue'
import { faultWords } from '../../src/writing/fault-words'
import { aForm, aServer, closeForms, refusal, settle } from '../desk-form'

function item(id: string, rest: Partial<ChecklistItem> = {}): ChecklistItem {
  return { id, no: 1, name: `项 ${id}`, kind: 'judge', hint: '', clause: '', unverified: false, ...rest }
}
const draft = {
  ...{ id: 'd', jurisdiction_id: 'j', code: 'SG-01', title: '首次进场', standard: '', source: '', scored: false, split: false },
  ...{ scheme: null, revision: 3, base_id: null, changed_at: '2026-11-20T02:00:00Z', items_total: 3, faults: [] },
  ...{ published_id: null, discarded_at: null },
  sections: [
    { id: 's1', title: '围挡', guarantee: false, items: [item('a'), item('b', { shown_when: { item: 'a', is: 'nonconforming' } })] },
    { id: 's2', title: '用电', guarantee: false, items: [item('c')] },
  ],
} as unknown as Draft
const ids = ({ sections }: Draft) => sections.map(({ items }) => items.map(({ id }) => id).join('')).join(' ')

beforeEach(() => {
  me.value = { role: 'supervisor', jurisdiction: { id: 'j' } } as NonNullable<typeof me.value>
})
afterEach(() => {
  closeForms()
  me.value = null
})

describe('a draft', () => {
  it('has its items moved within their section, and removed with a section that is empty then', () => {
    const [first] = draft.sections[0]!.items
    expect(ids(moved(draft, first!, 1))).toBe('ba c')
    expect(ids(moved(draft, first!, -1))).toBe('ab c')
    expect(ids(without(draft, draft.sections[1]!.items[0]!))).toBe('ab')
  })

  it('goes to the server without the numbers that the server gives', () => {
    const { sections } = definitionOf(draft)
    expect(sections[0]!.items[0]).not.toHaveProperty('no')
    expect(sections[0]!.items[1]).toMatchObject({ shown_when: { item: 'a', is: 'nonconforming' } })
  })
})

async function opened(answers: Record<string, unknown>, said: Partial<Draft> = {}) {
  const server = aServer(answers)
  const changed: Draft[] = []
  const form = await aForm(DraftView, { draft: { ...draft, ...said }, onChanged: (next: Draft) => changed.push(next) })
  return { ...form, server, changed }
}

describe('a draft at the desk', () => {
  it('says what keeps it from being published, and is not published before', async () => {
    const faults = [{ item: 'b', field: 'shown_when', code: 'condition.not_before', note: 'z' }, { item: null, field: 'sections', code: 'list.empty', note: '' }]
    const { host } = await opened({}, { faults })
    expect(host.textContent).toContain('发布前要改的 2 处')
    expect(host.textContent).toContain('显示条件用到的“z”不在这一项之前')
    const publish = [...host.querySelectorAll('button')].find(each => each.textContent.trim() === '发布')!
    expect(publish.disabled).toBe(true)
    expect(host.querySelectorAll('li.faulty')).toHaveLength(1)
  })

  it('is saved at each move; what somebody else saved meanwhile is told', async () => {
    const { host, server, changed } = await opened({ 'POST /checklist-drafts/d': draft })
    host.querySelector<HTMLButtonElement>('button[aria-label="下移"]')!.click()
    await settle()
    const { revision, definition } = server.posts()[0]!.body as { revision: number, definition: Draft }
    expect([revision, ids(definition)]).toEqual([3, 'ba c'])
    expect(changed).toHaveLength(1)
    closeForms()
    const late = await opened({ 'POST /checklist-drafts/d': refusal(409, 'draft.overtaken', { revision: 4 }) })
    late.host.querySelector<HTMLButtonElement>('button[aria-label="下移"]')!.click()
    await settle()
    expect(late.host.textContent).toContain('别人刚保存过这份草稿')
  })

  it('is published from a day on with its basis, and leads to the list', async () => {
    const { host, server, press, fill, submit } = await opened({ 'POST /checklist-drafts/d/publish': { id: 'v', version: 2, published_on: '2027-01-01' } })
    await press('发布')
    await fill('施行日期', '2027-01-01')
    await fill('发布依据', '局务会纪要')
    await submit()
    expect(server.posts()[0]!.body).toEqual({ revision: 3, published_on: '2027-01-01', legal_basis: '局务会纪要', tables_verified: false })
    expect(host.textContent).toContain('已发布第 2 版')
    expect(host.querySelector('a[href="/desk/registers/checklists/v"]')).not.toBeNull()
  })

  it('asks whether the sampling tables were compared where a list samples a lot, until it says so', async () => {
    const sampled = (rest: Partial<ChecklistItem>) => ({ sections: [{ ...draft.sections[0]!, items: [item('柱', { kind: 'count', lot: true, ...rest })] }] })
    const { host, server, press, fill, submit } = await opened({ 'POST /checklist-drafts/d/publish': { id: 'v', version: 2, published_on: '2027-01-01' } }, sampled({}))
    expect(host.querySelector('li .tag.warn')!.textContent).toContain('抽样表待核对')
    await press('发布')
    await fill('发布依据', '局务会纪要')
    const tick = [...host.querySelectorAll('label')].find(each => each.textContent.includes('抽样表已与标准正式文本核对无误'))!
    tick.querySelector('input')!.click()
    await submit()
    expect(server.posts()[0]!.body).toMatchObject({ tables_verified: true })
    closeForms()
    const later = await opened({}, sampled({ tables_verified: true }))
    await later.press('发布')
    expect(later.host.textContent).not.toContain('抽样表')
  })

  it('takes a sheet over, or names each cell that is wrong', async () => {
    const wrong = { row: 3, column: '分值', value: '十', code: 'cell.whole', note: '1～1000' }
    const report = { new: 0, faults: [wrong], faults_total: 1, unread: ['备注'] }
    const { host, server } = await opened({ 'POST /checklist-drafts/d/sheet': { draft, report } })
    const input = host.querySelector<HTMLInputElement>('input[type=file]')!
    Object.defineProperty(input, 'files', { value: [new File(['[]'], '清单.csv')] })
    input.dispatchEvent(new Event('change'))
    await settle()
    host.querySelector('form.fill')!.dispatchEvent(new Event('submit', { cancelable: true }))
    await settle()
    expect(server.posts()[0]!.query.get('revision')).toBe('3')
    expect(host.textContent).toContain('有 1 处错误，没有导入')
    expect(host.textContent).toContain('应为 1～1000 的整数')
    expect(host.textContent).toContain('未识别的表头：备注')
  })

  it('is tried out as a phone shows it: what a condition hides comes when it is asked for', async () => {
    const { host, press } = await opened({})
    await press('手机预览')
    const names = () => [...host.querySelectorAll('.phone h3:not(.section-title)')].map(each => each.textContent.trim())
    expect(names()).toEqual(['项 a', '项 c'])
    const radio = host.querySelectorAll<HTMLInputElement>('.phone input[type=radio]')[1]!
    radio.click()
    await settle()
    expect(names()).toEqual(['项 a', '项 b', '项 c'])
  })

  it('of another district is only read', async () => {
    me.value = { role: 'supervisor', jurisdiction: { id: 'city' } } as NonNullable<typeof me.value>
    const { host } = await opened({})
    expect([...host.querySelectorAll('button')].map(each => each.textContent.trim())).toEqual(['手机预览'])
  })
})

it('has words for every fault that the server finds', () => {
  const folder = '../server/suicha/checklists/definition/'
  const source = readdirSync(folder).filter(name => name.endsWith('.py')).map(name => readFileSync(folder + name, 'utf8')).join('')
  const codes = [...source.matchAll(/"((?:list|section|item|condition)\.[a-z_]+)"/g)].map(([, code]) => code!)
  expect(new Set(codes).size).toBeGreaterThan(15)
  expect([...new Set(codes)].filter(code => !(code in faultWords.catalogues.en))).toEqual([])
})
