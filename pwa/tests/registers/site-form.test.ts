import type { Site } from '../../src/registers/registers'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { Refusal } from '../../src/refusal'
import { anotherParty, partyRefused } from '../../src/registers/parties'
import { detailsOf, saidOf } from '../../src/registers/site-form'
import SiteForm from '../../src/registers/SiteForm.vue'
import { words as unitWords } from '../../src/registers/unit-words'
import { aForm, aServer, closeForms, refusal, settle } from '../desk-form'

const unit = { id: 'u', uscc: '91110000101623741K', name: '示范建设公司', uscc_doubt: null, credit_grade: null, ended_on: null, ended_reason: null }
const page = (...items: object[]) => ({ items, total: items.length, next: null })

async function filled(answers: Record<string, unknown>) {
  const server = aServer({ 'GET /units': page(unit), ...answers })
  const changed = vi.fn()
  const form = await aForm(SiteForm, { onChanged: changed })
  const said = { 施工许可证编号: '330106202607010101', 工程名称: '示范一号楼', 地址: '示范路 1 号', 风险类别: 'B', 项目等级: 'A', 工程类别: 'building' }
  for (const [label, value] of Object.entries({ ...said, '纬度（WGS-84）': '30.21', '经度（WGS-84）': '120.12' }))
    await form.fill(label, value)
  return { ...form, server, changed }
}

async function key(control: HTMLElement, name: string) {
  control.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true }))
  await settle()
}

/** Types part of a name and waits until the register has been asked. */
async function search(form: Awaited<ReturnType<typeof filled>>, text: string) {
  const asked = form.server.sent.length
  await form.fill('单位', text)
  await vi.waitFor(() => expect(form.server.sent.length).toBeGreaterThan(asked))
  await settle()
}

afterEach(closeForms)

describe('a new site', () => {
  it('takes a unit of the register by the keyboard alone, and goes whole', async () => {
    const form = await filled({ 'POST /sites': { id: 's' } })
    await search(form, '示范')
    expect(form.server.sent.at(-1)!.query.get('show')).toBe('in_force')
    const box = form.field('单位')
    await key(box, 'ArrowDown')
    expect(form.host.querySelector('[aria-selected=true]')?.id).toBe(box.getAttribute('aria-activedescendant'))
    await key(box, 'Enter')
    await form.fill('项目负责人', ' 张三 ')
    await form.submit()
    expect(form.server.posts()[0]!.body).toMatchObject({
      permit_number: '330106202607010101',
      valid_from: null,
      risk_class: 'B',
      lat: 30.21,
      boundary: null,
      parties: [{ role: 'owner', uscc: unit.uscc, unit_name: unit.name, leader_name: '张三' }],
    })
    expect(form.changed).toHaveBeenCalledOnce()
  })

  it('enters a unit that nobody knows; a code that looks mistyped is told and not refused', async () => {
    const form = await filled({ 'GET /units': page(), 'POST /sites': { id: 's' } })
    await search(form, '新公司')
    await key(form.field('单位'), 'ArrowDown')
    await key(form.field('单位'), 'Enter')
    expect(form.field('单位名称').value).toBe('新公司')
    await form.fill('统一社会信用代码', '91110000101623741x')
    await settle()
    expect(form.host.textContent).toContain('校验码不符')
    await form.submit()
    expect(form.server.posts()[0]!.body).toMatchObject({ parties: [{ uscc: '91110000101623741X', unit_name: '新公司' }] })
  })

  it('says at once that a new code is known, and chooses that unit', async () => {
    const form = await filled({})
    await search(form, '别名')
    await key(form.field('单位'), 'ArrowUp')
    await key(form.field('单位'), 'Enter')
    await form.fill('统一社会信用代码', unit.uscc)
    await settle()
    expect(form.host.textContent).toContain(unitWords('known', { name: unit.name }))
    expect(form.host.querySelector('.party')?.textContent).toContain(unit.uscc)
  })

  it('takes a boundary, drawn as it is typed; what cannot be read is told line by line and not sent', async () => {
    const form = await filled({ 'POST /sites': { id: 's' } })
    const send = () => form.host.querySelector<HTMLButtonElement>('button[type=submit]')!
    await form.fill('工地围界', '30.209, 120.119\n30.209, 120.121\n楼北角')
    expect(form.beside('工地围界')).toContain('第 3 行无法读取')
    expect(send().disabled).toBe(true)
    await form.fill('工地围界', '30.209, 120.119\n30.209, 120.121\n30.211, 120.121\n30.211, 120.119')
    expect(form.host.querySelector('figcaption')?.textContent).toMatch(/4 个角点 · 面积约 42,6\d\d m²/)
    expect(form.host.textContent).not.toContain('在围界外')
    await form.fill('纬度（WGS-84）', '30.22')
    expect(form.host.textContent).toMatch(/登记位置在围界外 99\d 米|登记位置在围界外 1\.0 公里/)
    await form.submit()
    const ring = [[120.119, 30.209], [120.121, 30.209], [120.121, 30.211], [120.119, 30.211], [120.119, 30.209]]
    expect(form.server.posts()[0]!.body).toMatchObject({ boundary: { type: 'Polygon', coordinates: [ring] } })
  })

  it('does not take another parcel as ground; it says so and draws nothing', async () => {
    const form = await filled({})
    await form.fill('工地围界', '30.209, 120.119\n30.209, 120.121\n30.211, 120.121\n\n30.22, 120.119\n30.22, 120.131\n30.23, 120.131')
    expect(form.beside('工地围界')).toContain('第 5 行开始的一圈不在第一圈之内')
    expect(form.host.querySelector('figcaption')).toBeNull()
    expect(form.host.querySelector<HTMLButtonElement>('button[type=submit]')!.disabled).toBe(true)
  })

  it('takes a corner far from the site only on somebody\'s word, and another one on another word', async () => {
    const form = await filled({})
    const box = () => form.host.querySelector<HTMLInputElement>('input[type=checkbox]')
    await form.fill('工地围界', '30.209, 120.119\n30.209, 120.121\n30.211, 120.121')
    expect(box()).toBeNull()
    await form.fill('工地围界', '30.209, 120.119\n30.209, 120.121\n30.311, 120.121')
    expect(box()!.parentElement!.textContent).toMatch(/第 3 行的角点距工地登记位置 11\.2 公里/)
    expect(box()!.checkValidity()).toBe(false)
    box()!.click()
    await settle()
    expect(box()!.checkValidity()).toBe(true)
    await form.fill('工地围界', '30.209, 120.119\n30.209, 120.121\n30.411, 120.121')
    expect(box()!.checked).toBe(false)
  })

  it('shows a refusal beside the field that it names, and what was entered stays', async () => {
    const form = await filled({ 'POST /sites': refusal(409, 'site.exists', { field: 'permit_number' }) })
    await form.submit()
    expect(form.beside('施工许可证编号')).toContain('已有工地登记')
    expect(document.activeElement).toBe(form.field('施工许可证编号'))
    expect(form.field('工程名称').value).toBe('示范一号楼')
    expect(form.host.querySelector('.refusal')).toBeNull()
  })

  it('says that there is no network, and that a search found none', async () => {
    const form = await filled({ 'POST /sites': null, 'GET /units': null })
    await search(form, '示范')
    expect(form.host.querySelector('.found [role=alert]')).not.toBeNull()
    await form.submit()
    expect(form.host.querySelector('.refusal:not(.found *)')).not.toBeNull()
  })

  it('adds parties in the order of documents, and takes them away', async () => {
    const form = await filled({})
    for (const _ of [1, 2])
      await form.press('+ 添加单位')
    const roles = () => [...form.host.querySelectorAll<HTMLSelectElement>('.party select')].map(each => each.value)
    expect(roles()).toEqual(['owner', 'surveyor', 'designer'])
    form.host.querySelector<HTMLButtonElement>('[aria-label="移除第 2 个单位"]')!.click()
    await settle()
    expect(roles()).toEqual(['owner', 'designer'])
  })
})

describe('a boundary in the form', () => {
  const coordinates = [[[120.1190000001, 30.2], [120.13, 30.2], [120.13, 30.3], [120.1190000001, 30.2]]]
  const site = {
    ...{ name: 'x', address: 'y', stage: '', risk_class: 'A', project_grade: 'A', category: 'building', supervising_agency: '' },
    ...{ work_state: 'in_progress', permit_number: 'p', position: { lat: 30.25, lon: 120.125 }, risk_tags: [], parties: [], valid_from: null },
    boundary: { type: 'Polygon', coordinates },
    id: 's',
  } as unknown as Site

  it('stays digit by digit where nobody touches it', () => {
    expect(detailsOf(saidOf(site), site).boundary).toBeNull()
    expect(detailsOf(saidOf(null), null).boundary).toBeNull()
  })

  it('is taken away with its text, and shifted when it was typed as a map of a service shows it', () => {
    expect(detailsOf({ ...saidOf(site), corners: ' ' }, site).boundary).toEqual({ type: 'Polygon', coordinates: [] })
    const shifted = detailsOf({ ...saidOf(site), datum: 'gcj02' }, site).boundary!.coordinates
    expect(shifted[0]![0]![0]).toBeCloseTo(120.1143, 3)
  })

  async function opened(kept = site) {
    const server = aServer({ 'POST /sites/s/correct': kept })
    const form = await aForm(SiteForm, { site: kept })
    const sent = async () => {
      await form.submit()
      return (server.posts().at(-1)!.body as { boundary: Site['boundary'] | null }).boundary
    }
    return { ...form, sent }
  }

  it('of before, which would be refused today, stops nobody from correcting something else', async () => {
    const flat = [[120.12, 30.25], [120.13, 30.25], [120.14, 30.25], [120.12, 30.25]]
    const form = await opened({ ...site, boundary: { type: 'Polygon', coordinates: [flat] } } as Site)
    expect(await form.sent()).toBeNull()
  })

  it('stays where it is when another datum is chosen, and only what is added is read in that one', async () => {
    const form = await opened()
    const text = form.field('工地围界').value
    expect(form.beside('坐标取自')).toContain('位置不变')
    await form.fill('坐标取自', 'gcj02')
    expect(form.field('工地围界').value).not.toBe(text)
    expect(await form.sent()).toBeNull()
    await form.fill('工地围界', `${form.field('工地围界').value}\n30.29, 120.12`)
    const [ring] = (await form.sent())!.coordinates
    expect(ring!.slice(0, 3)).toEqual(coordinates[0]!.slice(0, 3))
    expect(ring![3]![0]).toBeCloseTo(120.1153, 3)
    await form.fill('坐标取自', 'wgs84')
    expect(form.field('工地围界').value).toBe(`${text}\n30.29, 120.12`)
  })
})

it('finds the party that a refusal is about: by its code, or by its place in what was sent', () => {
  const at = (uscc: string) => ({ ...anotherParty([]), unit: { uscc, name: 'x', fresh: false } })
  const parties = [at('A'), anotherParty([]), at('B')]
  expect(partyRefused(parties, new Refusal(409, 'unit.ended', '', { field: 'uscc', uscc: 'B' }))).toBe(2)
  expect(partyRefused(parties, new Refusal(422, 'request.invalid', '', { field: 'parties', fields: { parties: { 1: {} } } }))).toBe(2)
  expect(partyRefused(parties, new Refusal(409, 'party.twice', '', { field: 'parties' }))).toBe(-1)
  expect(partyRefused(parties, new TypeError('x'))).toBe(-1)
})
