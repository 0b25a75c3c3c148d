import type { App, Component } from 'vue'
import { vi } from 'vitest'
import { createApp, h, nextTick } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'

export interface Sent { call: string, body: unknown, query: URLSearchParams }

/** A server that answers each `METHOD path` with JSON, or with a refusal where that is a Response; null is no network. */
export function aServer(answers: Record<string, unknown>) {
  const sent: Sent[] = []
  vi.stubGlobal('fetch', async (request: Request) => {
    const url = new URL(request.url)
    const call = `${request.method} ${url.pathname.replace('/api/v1', '')}`
    const text = await request.text()
    sent.push({ call, body: text ? JSON.parse(text) as unknown : null, query: url.searchParams })
    const answer = answers[call]
    if (answer === null)
      throw new TypeError('Failed to fetch')
    if (answer instanceof Response)
      return answer.clone()
    return new Response(JSON.stringify(answer ?? {}), { status: answer === undefined ? 404 : 200, headers: { 'Content-Type': 'application/json' } })
  })
  const posts = () => sent.filter(({ call }) => call.startsWith('POST'))
  return { sent, posts }
}

export function refusal(status: number, code: string, details: object = {}) {
  return new Response(JSON.stringify({ code, message: code, details }), { status, headers: { 'Content-Type': 'application/json' } })
}

/** Lets all that was asked come back and be drawn. */
export async function settle() {
  for (let turn = 0; turn < 5; turn += 1) {
    await new Promise(resolve => setTimeout(resolve))
    await nextTick()
  }
}

const open: App[] = []

/** Takes away every form that was opened. */
export function closeForms() {
  for (const app of open.splice(0))
    app.unmount()
  vi.unstubAllGlobals()
  document.body.innerHTML = ''
}

/** A form on a page, worked as a person does: by the labels. */
export async function aForm(form: Component, props: Record<string, unknown>) {
  const host = document.body.appendChild(document.createElement('div'))
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:rest(.*)*', component: { render: () => null } }] })
  const app = createApp({ render: () => h(form, props) }).use(router)
  app.mount(host)
  open.push(app)
  await settle()
  const field = (label: string) => {
    const labelled = [...host.querySelectorAll('label')].find(each => each.textContent.trim() === label)
    if (!labelled)
      throw new Error(`no field ${label} in ${host.textContent}`)
    return (labelled.querySelector('input') ?? host.querySelector(`#${labelled.htmlFor}`)) as HTMLInputElement
  }
  const fill = async (label: string, value: string) => {
    const control = field(label)
    control.value = value
    control.dispatchEvent(new Event('input', { bubbles: true }))
    control.dispatchEvent(new Event('change', { bubbles: true }))
    await nextTick()
  }
  const press = async (name: string) => {
    const button = [...host.querySelectorAll('button')].find(each => each.textContent.trim() === name)
    if (!button)
      throw new Error(`no button ${name}`)
    button.click()
    await settle()
  }
  const submit = async () => {
    host.querySelector('form.deed, form.panel')!.dispatchEvent(new Event('submit', { cancelable: true }))
    await settle()
  }
  /** What stands beside a field. */
  const beside = (label: string) => host.querySelector(`#${field(label).getAttribute('aria-describedby')}`)?.textContent ?? ''
  return { host, field, fill, press, submit, beside }
}
