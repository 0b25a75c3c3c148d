import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createApp, defineComponent, h, nextTick } from 'vue'
import { actsFor } from '../../src/desk/office'
import HazardDeedForm from '../../src/hazards/HazardDeedForm.vue'
import { me } from '../../src/session'

beforeEach(() => vi.useFakeTimers())
afterEach(() => {
  vi.useRealTimers()
  document.body.innerHTML = ''
})

it('a deed that has just taken the place of another is not done by the second half of a double click', async () => {
  const act = vi.fn(async () => {})
  const host = document.body.appendChild(document.createElement('div'))
  createApp(defineComponent({ render: () => h(HazardDeedForm, { deed: 'close', act }) })).mount(host)
  const button = host.querySelector<HTMLButtonElement>('[type=submit]')!
  button.click()
  expect(act).not.toHaveBeenCalled()
  vi.advanceTimersByTime(500)
  await nextTick()
  button.click()
  expect(act).toHaveBeenCalledOnce()
})

it('a city reads what is its districts\', each district acts for itself', () => {
  const office = (id: string, role: string) => ({ role, jurisdiction: { id } }) as NonNullable<typeof me.value>
  me.value = office('district', 'supervisor')
  expect(actsFor('district')).toBe(true)
  me.value = office('city', 'supervisor')
  expect(actsFor('district')).toBe(false)
  me.value = office('district', 'auditor')
  expect(actsFor('district')).toBe(false)
})
