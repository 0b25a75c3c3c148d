import type { Draft } from '../../src/writing/drafts'
import type { FormReport, Loss } from '../../src/writing/xlsform'
import { readdirSync, readFileSync } from 'node:fs'
import { afterEach, describe, expect, it } from 'vitest'
import FillForm from '../../src/writing/FillForm.vue'
import { lossWords } from '../../src/writing/xlsform-words'
import { aForm, aServer, closeForms, settle } from '../desk-form'

afterEach(closeForms)

const draft = { id: 'd', code: 'SG-01', revision: 3, items_total: 2, faults: [], sections: [] } as unknown as Draft
const path = 'POST /checklist-drafts/d/sheet'
const lost: Loss[] = [
  { sheet: 'survey', row: 7, column: 'type', value: 'geopoint', code: 'xlsform.type', note: '位置' },
  { sheet: 'choices', row: 1, column: 'label::English', value: 'label::English', code: 'xlsform.language', note: '' },
  { sheet: '附件', row: 0, column: '', value: '', code: 'xlsform.sheet', note: '' },
]
const form = { sha256: 'ab', taken: false, faults: [], losses: lost, losses_total: 3 }
const tried = (said: Partial<FormReport>) => ({ draft, report: { new: 12, faults: [], faults_total: 0, unread: [] }, form: { ...form, ...said } })

async function sent(answer: unknown, said: Partial<Draft> = {}) {
  const answers: Record<string, unknown> = { [path]: answer }
  const server = aServer(answers)
  const changed: Draft[] = []
  const page = await aForm(FillForm, { draft: { ...draft, ...said }, onChanged: (next: Draft) => changed.push(next) })
  const input = page.host.querySelector<HTMLInputElement>('input[type=file]')!
  Object.defineProperty(input, 'files', { value: [new File(['[]'], '表单.xlsx')], configurable: true })
  input.dispatchEvent(new Event('change'))
  await settle()
  page.host.querySelector('form.fill')!.dispatchEvent(new Event('submit', { cancelable: true }))
  await settle()
  const rows = () => [...page.host.querySelectorAll('tbody tr')].map(row => [...row.querySelectorAll('.content')].map(each => each.textContent.trim()))
  return { ...page, server, answers, changed, rows }
}

describe('an XLSForm that says more than a list can', () => {
  it('names each loss by sheet, row and column before anything is replaced', async () => {
    const { host, changed, rows } = await sent(tried({}))
    expect(host.querySelector('[role=status]')!.textContent).toContain('有 3 处不能原样导入，草稿还没有改动')
    expect(rows()).toEqual([
      ['survey', '7', 'type', 'geopoint', '清单没有这种题型，不导入：位置'],
      ['choices', '1', 'label::English', 'label::English', '只导入一种语言（中文优先），这一列不导入。'],
      ['附件', '整表', '—', '—', '这张工作表不导入。'],
    ])
    expect(changed).toEqual([])
  })

  it('is taken over by the hash of what was seen, and still says what was lost', async () => {
    const { host, server, answers, changed, press, rows } = await sent(tried({}))
    answers[path] = tried({ taken: true })
    await press('已核对，导入 12 项')
    expect(server.posts().map(({ query }) => [query.get('revision'), query.get('confirmed')])).toEqual([['3', null], ['3', 'ab']])
    expect(changed).toHaveLength(1)
    expect(host.querySelector('[role=status]')!.textContent).toContain('已从 XLSForm 导入 12 项，下列内容未原样导入')
    expect(rows()).toHaveLength(3)
    expect(host.textContent).not.toContain('已核对')
  })

  it('counts what is not listed', async () => {
    const { host } = await sent(tried({ losses_total: 2003 }))
    expect(host.textContent).toContain('另有 2000 处未列出')
  })
})

describe('an XLSForm', () => {
  it('that loses nothing is taken over at once', async () => {
    const { host, changed } = await sent(tried({ taken: true, losses: [], losses_total: 0 }))
    expect(host.querySelector('[role=status]')!.textContent).toContain('已从 XLSForm 导入 12 项。')
    expect(changed).toHaveLength(1)
    expect(host.querySelector('table')).toBeNull()
  })

  it('that pyxform refuses shows its reason, and cannot be confirmed', async () => {
    const fault = { sheet: 'survey', row: 5, column: '', value: '', code: 'xlsform.refused', note: 'Unknown question type' }
    const { host, changed, rows } = await sent(tried({ faults: [fault], losses: [], losses_total: 0 }))
    expect(rows()).toEqual([['survey', '5', '—', '—', '不是有效的 XLSForm。pyxform：Unknown question type']])
    expect(host.textContent).toContain('没有导入')
    expect(host.textContent).not.toContain('已核对')
    expect(changed).toEqual([])
  })

  it('is given of a draft without faults only', async () => {
    const button = (host: HTMLElement) => [...host.querySelectorAll('button')].find(each => each.textContent.trim() === '导出 XLSForm')!
    const { host } = await sent(tried({}))
    expect(button(host).disabled).toBe(false)
    closeForms()
    const fault = { item: null, field: 'sections', code: 'list.empty', note: '' }
    expect(button((await sent(tried({}), { faults: [fault] })).host).disabled).toBe(true)
  })
})

it('has words for every loss that the server names', () => {
  const folder = '../server/suicha/checklists/xlsform/'
  const files = readdirSync(folder).filter(name => name.endsWith('.py')).map(name => folder + name)
  const source = files.map(name => readFileSync(name, 'utf8')).join('')
  const codes = new Set([...source.matchAll(/"((?:xlsform|cell)\.[a-z_]+)"/g)].map(([, code]) => code!))
  expect(codes.size).toBeGreaterThan(25)
  // Of a list that Suicha wrote, operations/filling.py names these two heads.
  expect([...codes, 'xlsform.form_id', 'xlsform.form_title'].filter(code => !(code in lossWords.catalogues.en))).toEqual([])
  expect(Object.keys(lossWords.catalogues.en).filter(code => ![...codes, 'xlsform.form_id', 'xlsform.form_title'].includes(code))).toEqual([])
})
