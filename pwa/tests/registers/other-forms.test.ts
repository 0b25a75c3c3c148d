import type { Card, CardDetail } from '../../src/registers/cards'
import type { ItemListEntry } from '../../src/registers/registers'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import DeedForm from '../../src/desk/DeedForm.vue'
import { standingOf } from '../../src/registers/entry-form'
import EntryForm from '../../src/registers/EntryForm.vue'
import ImportForm from '../../src/registers/ImportForm.vue'
import InspectorsPage from '../../src/registers/InspectorsPage.vue'
import NewCardForm from '../../src/registers/NewCardForm.vue'
import UnitForm from '../../src/registers/UnitForm.vue'
import { me } from '../../src/session'
import { aForm, aServer, closeForms, refusal, settle } from '../desk-form'

const home = { id: 'district', code: '330106', name: '示范区' }
const colleague = { id: 'p', name: '林检查', card_number: null, agency: '示范区住建局' }
const list = { id: 'l', code: 'B1', title: '安全管理检查评分表', scored: true, unverified: false, version: 1 }
const agency = { id: 'a', name: '示范区住建局', short_name: '示建', jurisdiction_id: 'district' }

beforeEach(() => {
  me.value = { role: 'supervisor', jurisdiction: home, agency } as unknown as NonNullable<typeof me.value>
})
afterEach(() => {
  closeForms()
  me.value = null
})

describe('a unit', () => {
  it('is entered; that its code is known is told beside the code', async () => {
    const server = aServer({ 'POST /units': refusal(409, 'unit.exists', { field: 'uscc' }) })
    const form = await aForm(UnitForm, {})
    await form.fill('单位名称', ' 示范建设公司 ')
    await form.fill('统一社会信用代码', '91110000101623741k')
    await form.submit()
    expect(server.posts()[0]!.body).toEqual({ name: '示范建设公司', uscc: '91110000101623741K', credit_grade: null })
    expect(form.beside('统一社会信用代码')).toContain('已登记')
  })

  it('keeps its code when it is corrected', async () => {
    const server = aServer({ 'POST /units/u/correct': { id: 'u' } })
    const form = await aForm(UnitForm, { unit: { id: 'u', name: '旧名', credit_grade: 'A', uscc: 'X' } })
    expect(() => form.field('统一社会信用代码')).toThrow()
    await form.fill('单位名称', '新名')
    await form.submit()
    expect(server.posts()[0]!.body).toEqual({ name: '新名', credit_grade: 'A' })
  })
})

describe('an entry of the item list', () => {
  const choices = { 'GET /agencies': [agency, { ...agency, id: 'b', name: '外区', jurisdiction_id: 'other' }], 'GET /checklists': { items: [list], total: 1, next: null } }
  const said = { number: '1', name: '施工安全', kind: 'key', legal_basis: '条例', agency_id: 'a', object: '工地', ratio: '10%', frequency: '1 次', method: '现场', content: '内容' }

  it('is new, of an agency of the own district, and a number that is taken is told beside it', async () => {
    const server = aServer({ ...choices, 'POST /item-list': refusal(409, 'entry.exists', { field: 'number' }) })
    const form = await aForm(EntryForm, {})
    expect([...form.field('抽查主体').querySelectorAll('option')].map(each => each.textContent.trim())).toEqual(['示范区住建局'])
    const labels = { 编号: '1', 事项类别: 'key', 抽查事项名称: ' 施工安全 ', 抽查对象: '工地', 抽查比例: '10%', 抽查频次: '1 次', 抽查方式: '现场', 抽查依据: '条例', 抽查内容: '内容' }
    for (const [label, value] of Object.entries(labels))
      await form.fill(label, value)
    form.host.querySelector<HTMLInputElement>('[type=checkbox]')!.click()
    await form.submit()
    expect(server.posts()[0]!.body).toEqual({ ...said, checklist_codes: ['B1'], valid_from: null })
    expect(form.beside('编号')).toContain('已有这个编号')
  })

  it('is followed by a version, which says what it was before unless it is changed', async () => {
    const server = aServer({ ...choices, 'POST /item-list/e/correct': { id: 'e2' } })
    const changed = vi.fn()
    const entry = { ...said, id: 'e', checklists: [list], valid_from: '2026-01-01', valid_to: null, jurisdiction_id: 'district' } as unknown as ItemListEntry
    const form = await aForm(EntryForm, { entry, onChanged: changed })
    await form.fill('抽查比例', '20%')
    await form.submit()
    const { number: _, ...rest } = said
    expect(server.posts()[0]!.body).toEqual({ ...rest, ratio: '20%', checklist_codes: ['B1'], valid_from: null })
    expect(changed).toHaveBeenCalledWith({ id: 'e2' })
  })

  it('stands where its days say', () => {
    const at = (valid_from: string, valid_to: string | null, ended_reason: string | null = null) => standingOf({ valid_from, valid_to, ended_reason }, '2026-11-28')
    expect([at('2026-01-01', null), at('2027-01-01', null)]).toEqual(['now', 'coming'])
    expect(at('2026-01-01', '2026-12-31')).toBe('overtaken')
    expect([at('2026-01-01', '2026-11-27', 'x'), at('2026-01-01', '2026-12-31', 'x')]).toEqual(['over', 'now'])
  })
})

describe('a card', () => {
  it('is given to somebody who holds none; who is on leave needs a reason', async () => {
    const server = aServer({ 'GET /inspectors': [colleague, { ...colleague, id: 'q', card_number: 'Z' }], 'POST /people/p/card': { id: 'c' } })
    const form = await aForm(NewCardForm, { person: 'p' })
    expect(form.field('检查人员').querySelectorAll('option')).toHaveLength(2)
    await form.fill('执法证号', 'ZF-1')
    await form.fill('有效期至', '2030-12-31')
    await form.fill('执法区域', '330106、330108，330106')
    form.host.querySelector<HTMLInputElement>('[type=checkbox]')!.click()
    await form.fill('状态', 'on_leave')
    await form.fill('状态原因', ' 产假 ')
    await form.submit()
    expect(server.posts()[0]!.body).toEqual({
      number: 'ZF-1',
      card_type: '',
      valid_to: '2030-12-31',
      specialties: ['civil'],
      areas: ['330106', '330108'],
      state: 'on_leave',
      state_reason: '产假',
    })
  })

  it('that nobody waits for is not asked for', async () => {
    aServer({ 'GET /inspectors': [] })
    expect((await aForm(NewCardForm, {})).host.textContent).toContain('都已有执法证')
  })

  it('shows its number of recusals in the list at once', async () => {
    const id = '01900000-0000-7000-8000-000000000000'
    const card = { id, name: '林检查', number: 'ZF-1', card_type: '', valid_to: '2030-01-01', specialties: [], areas: [], state: 'available', jurisdiction_id: 'district', recusals_total: 0 } as unknown as Card
    const detail = { ...card, recusals: [], state_reason: null } as unknown as CardDetail
    aServer({
      'GET /cards': { items: [card], total: 1, next: null },
      [`GET /cards/${id}`]: detail,
      [`POST /cards/${id}/recusals`]: { ...detail, recusals_total: 1 },
    })
    const form = await aForm(InspectorsPage, { id })
    await form.press('登记回避')
    await form.fill('代码', '91110000101623741K')
    await form.fill('原因', '亲属')
    await form.submit()
    await settle()
    expect(form.host.querySelector('.list .item')?.textContent).toContain('回避 1')
  })
})

it('a deed tells a refusal beside its reason, and one without a field apart', async () => {
  const act = vi.fn().mockRejectedValueOnce(new (await import('../../src/refusal')).Refusal(422, 'request.invalid', '', { field: 'reason' })).mockRejectedValueOnce(new TypeError('x'))
  const form = await aForm(DeedForm, { title: '停用', act })
  await form.fill('原因', 'x')
  await form.submit()
  expect(form.field('原因').getAttribute('aria-invalid')).toBe('true')
  expect(form.host.querySelector('.refusal')).toBeNull()
  await form.submit()
  expect(form.host.querySelector('.refusal')).not.toBeNull()
})

it('a sheet that goes out tells in percent how much is out', async () => {
  const line = { upload: {} as { onprogress: (event: object) => void } }
  vi.stubGlobal('XMLHttpRequest', class {
    upload = line.upload
    open = () => {}
    setRequestHeader = () => {}
    send = () => {}
  })
  const form = await aForm(ImportForm, { register: 'sites' })
  const field = form.field('表格文件')
  Object.defineProperty(field, 'files', { value: [new File(['abcd'], 'a.csv')] })
  field.dispatchEvent(new Event('change'))
  await nextTick()
  await form.submit()
  line.upload.onprogress({ loaded: 1, total: 4, lengthComputable: true })
  await nextTick()
  expect(form.host.textContent).toContain('已上传 25%')
  line.upload.onprogress({ loaded: 4, total: 4, lengthComputable: true })
  await nextTick()
  expect(form.host.textContent).toContain('等待服务器接收')
})
