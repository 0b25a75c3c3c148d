import type { ChecklistItem } from '../../src/checklists'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createApp } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { me } from '../../src/session'
import ComparePage from '../../src/writing/ComparePage.vue'
import { aServer, closeForms, settle } from '../desk-form'

function item(id: string, rest: Partial<ChecklistItem> = {}): ChecklistItem {
  return { id, no: 1, name: `项 ${id}`, kind: 'judge', hint: '', clause: '', required: false, unverified: false, ...rest }
}
const said = (...items: ChecklistItem[]) => ({ title: '安全管理', standard: '', source: '', scored: false, scheme: null, sections: [{ id: 's', title: '分部', guarantee: false, items }] })
const answers = {
  'GET /checklists': { items: [{ id: 'lib1', code: 'B1', jurisdiction_id: null }, { id: 'own2', code: 'B1', jurisdiction_id: 'j' }, { id: 'x', code: 'B2', jurisdiction_id: null }], next: null, total: 3 },
  'GET /checklist-drafts': { items: [{ id: 'd', code: 'B1', title: '安全管理', revision: 4 }, { id: 'e', code: 'B9', title: '别的', revision: 1 }], next: null, total: 2 },
  'GET /checklists/own2/versions': [{ id: 'own2', version: 2, published_on: '2026-02-01' }, { id: 'own1', version: 1, published_on: '2026-01-01' }],
  'GET /checklists/lib1/versions': [{ id: 'lib1', version: 1, published_on: '2025-01-01' }],
  'GET /checklists/own2': said(item('a', { name: '第二版的' })),
  'GET /checklists/own1': said(item('a', { name: '第一版的' })),
  'GET /checklists/lib1': said(item('a', { name: '自带的' })),
  'GET /checklist-drafts/d': said(item('a', { name: '第二版的' })),
}

const apps: { unmount: () => void }[] = []

beforeEach(() => {
  me.value = { role: 'supervisor', jurisdiction: { id: 'j', name: '示范区' }, agency: { name: '住建局' }, person: { name: '章' } } as unknown as NonNullable<typeof me.value>
})
afterEach(() => {
  apps.splice(0).forEach(app => app.unmount())
  closeForms()
  me.value = null
})

async function opened(query: string) {
  aServer(answers)
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:rest(.*)*', component: { render: () => null } }] })
  await router.push(`/desk/registers/compare?${query}`)
  const host = document.body.appendChild(document.createElement('div'))
  const app = createApp(ComparePage).use(router)
  app.mount(host)
  apps.push(app)
  await settle()
  const select = (at: number) => host.querySelectorAll('select')[at]!
  const told = () => host.querySelector('.found')?.textContent ?? ''
  const choose = async (at: number, id: string) => {
    select(at).value = id
    select(at).dispatchEvent(new Event('change'))
    await settle()
  }
  return { host, router, select, told, choose }
}

it('compares a version with the one before it, and any two that are chosen', async () => {
  const { host, router, select, told, choose } = await opened('code=B1&to=own2')
  expect([...select(0).options].map(({ text }) => text.trim()).slice(1)).toEqual(['草稿：安全管理（第 4 次保存）', '本地清单 第 2 版（2026-02-01 起）', '本地清单 第 1 版（2026-01-01 起）', '随查自带 第 1 版（2025-01-01 起）'])
  expect(router.currentRoute.value.query).toMatchObject({ from: 'own1', to: 'own2' })
  expect(told()).toMatch(/第一版的[^→]*→[^→]*第二版的/)
  await choose(0, 'lib1')
  expect(told()).toMatch(/自带的[^→]*→[^→]*第二版的/)
  const swap = [...host.querySelectorAll('button')].find(each => each.textContent.trim() === '互换')!
  swap.click()
  await settle()
  expect(told()).toMatch(/第二版的[^→]*→[^→]*自带的/)
})

it('compares a draft with what it was copied from, and leads back to it', async () => {
  const { host, told, choose } = await opened('code=B1&from=own2&to=d')
  expect(told()).toContain('没有差别')
  await choose(0, 'own1')
  expect(told()).toMatch(/第一版的[^→]*→[^→]*第二版的/)
  expect(host.querySelector('a.back')!.getAttribute('href')).toBe('/desk/registers/drafts/d')
})

it('compares the first version of an own list with the one of the library that it replaces', async () => {
  const { router, told } = await opened('code=B1&to=own1')
  expect(router.currentRoute.value.query).toMatchObject({ from: 'lib1', to: 'own1' })
  expect(told()).toMatch(/自带的[^→]*→[^→]*第一版的/)
})
