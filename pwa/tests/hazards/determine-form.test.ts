import type { HazardDetail } from '../../src/hazards/queue'
import { afterEach, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import DetermineForm from '../../src/hazards/DetermineForm.vue'
import { aForm, aServer, closeForms, refusal, settle } from '../desk-form'

afterEach(closeForms)

const path = 'POST /hazards/h1/determine'
const hazard = { id: 'h1', is_major: false, determination: null, state: 'confirmed', steps: [] } as unknown as HazardDetail
const owed = { ...hazard, is_major: true }

const main = () => document.querySelector<HTMLButtonElement>('button[type=submit]')!

async function choose(selector: string) {
  document.querySelector<HTMLInputElement>(selector)!.click()
  await nextTick()
}

async function write(selector: string, value: string) {
  const field = document.querySelector<HTMLSelectElement | HTMLTextAreaElement>(selector)!
  field.value = value
  field.dispatchEvent(new Event(field.tagName === 'SELECT' ? 'change' : 'input'))
  await nextTick()
}

async function send() {
  document.querySelector('form')!.dispatchEvent(new Event('submit', { cancelable: true }))
  await settle()
}

it('waits behind a button, and sends a decision only with its item and its reason', async () => {
  const changed = vi.fn()
  const { posts } = aServer({ [path]: { ...hazard, is_major: true } })
  const { press } = await aForm(DetermineForm, { hazard, onChanged: changed })
  expect(document.querySelector('form')).toBeNull()
  await press('重大隐患认定')
  expect(main().disabled).toBe(true)
  await choose('input[name=is-major]')
  expect(document.querySelectorAll('option')).toHaveLength(54)
  await write('select', 'MH2024-8-4')
  expect(main().disabled).toBe(true)
  await write('textarea', ' 力矩限制器已拆除 ')
  expect(main().disabled).toBe(false)
  await send()
  expect(posts().map(({ body }) => body)).toEqual([{ is_major: true, item_id: 'MH2024-8-4', reason: '力矩限制器已拆除', edition: '2024' }])
  expect(changed).toHaveBeenCalledOnce()
})

it('stands open where the item is owed, and asks for nothing but the item', async () => {
  const { posts } = aServer({ [path]: owed })
  await aForm(DetermineForm, { hazard: owed })
  expect(document.body.textContent).toContain('条款待补')
  await write('select', 'MH2024-8-4')
  await send()
  expect(posts().map(({ body }) => body)).toEqual([{ is_major: true, item_id: 'MH2024-8-4', reason: '', edition: '2024' }])
})

it('names no item of what is not major, and says in a sentence what is refused', async () => {
  const stale = vi.fn()
  const { posts } = aServer({ [path]: refusal(409, 'hazard.is_closed') })
  const { press } = await aForm(DetermineForm, { hazard: owed, onStale: stale })
  await write('select', 'MH2024-8-4')
  await choose('input[name=is-major]:not(:checked)')
  await write('textarea', '经检测限制器有效')
  await send()
  expect(posts()[0]!.body).toEqual({ is_major: false, item_id: null, reason: '经检测限制器有效', edition: '2024' })
  expect(document.body.textContent).toContain('这条隐患已销号')
  await press('重新读取')
  expect(stale).toHaveBeenCalledOnce()
})
