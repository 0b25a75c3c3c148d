import type { Plan } from '../../src/draws/plans'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createApp, defineComponent, h, nextTick } from 'vue'
import { filesOf } from '../../src/draws/plans'
import { repeatWords } from '../../src/draws/repeat-words'
import RepeatPanel from '../../src/draws/RepeatPanel.vue'
import { me } from '../../src/session'
import { wordsOfCode } from '../../src/words/refusals'

const wrong = '31415926535897932384'
const right = '31415926535897932348'

function aPlan(kinds: readonly string[] = ['dice'], more: Partial<Plan> = {}): Plan {
  const sources = kinds.map(kind => ({ id: kind, kind, named: kind === 'dice' ? { dice: '20' } : { issue: '1' } }))
  return {
    id: 'plan',
    jurisdiction_id: 'district',
    made_by: 'maker',
    frozen: { sources, excluded: 0 },
    draw: { id: 'draw', drawn_by: 'drawer', hidden: false, changes: [], contributions: [['party.witness', '5f'], ['dice', wrong], ['ssq', wrong]] },
    set_aside: [],
    repeat_barred: null,
    ...more,
  } as unknown as Plan
}

const asked = vi.fn<(request: Request) => Promise<Response>>()
const changed = vi.fn()
let host: HTMLElement

function sit(id: string, role = 'supervisor') {
  me.value = { id, role, jurisdiction: { id: 'district' } } as NonNullable<typeof me.value>
}

function show(plan = aPlan()) {
  host = document.body.appendChild(document.createElement('div'))
  createApp(defineComponent({ render: () => h(RepeatPanel, { plan, onChanged: changed }) })).mount(host)
}

async function open() {
  host.querySelector<HTMLButtonElement>('button.link')!.click()
  await nextTick()
}

async function fill(selector: string, value: string, nth = 0) {
  const field = host.querySelectorAll<HTMLInputElement>(selector)[nth]!
  field.value = value
  field.dispatchEvent(new Event(field.tagName === 'SELECT' ? 'change' : 'input'))
  await nextTick()
}

async function send() {
  host.querySelector('form')!.dispatchEvent(new Event('submit'))
  await nextTick()
}

async function sent(): Promise<Request> {
  await vi.waitFor(() => expect(asked).toHaveBeenCalledOnce())
  return asked.mock.calls[0]![0]
}

beforeEach(() => {
  asked.mockImplementation(async () => new Response('{"id":"plan"}', { headers: { 'Content-Type': 'application/json' } }))
  vi.stubGlobal('fetch', asked)
  sit('another')
})

afterEach(() => {
  vi.unstubAllGlobals()
  asked.mockReset()
  changed.mockReset()
  document.body.innerHTML = ''
})

describe('the form of a repetition', () => {
  it('is offered only where the server would take it, and says why not in one sentence', () => {
    for (const [code, said] of [['plan.own_repeat', repeatWords('own')], ['plan.visited', wordsOfCode('plan.visited')]] as const) {
      show(aPlan(['dice'], { repeat_barred: code }))
      expect(host.querySelector('button')).toBeNull()
      expect(host.textContent).toBe(said)
    }
    sit('another', 'witness')
    show()
    expect(host.textContent).toBe('')
  })

  it('sends the right value with where it is proven and how it came about, of the draw that was seen', async () => {
    show()
    await open()
    expect(host.textContent).toContain('31415 92653 58979 32384')
    await fill('.digits', '31415 92653 58979 32348')
    await fill('input:not(.digits)', ' 录像第 2 段 ')
    await fill('textarea', '末两位颠倒\n')
    await send()
    const request = await sent()
    expect(new URL(request.url).pathname).toBe('/api/v1/plans/plan/repeat')
    expect(await request.json()).toEqual({ draw_id: 'draw', source: 'dice', value: right, evidence: '录像第 2 段', text: '末两位颠倒' })
    await vi.waitFor(() => expect(changed).toHaveBeenCalledOnce())
  })

  it('sends nothing without a value, a proof, a reason, or with the value that was computed', async () => {
    show()
    await open()
    await send()
    await fill('.digits', right)
    await send()
    await fill('input:not(.digits)', '录像')
    await send()
    await fill('textarea', ' ')
    await send()
    await fill('textarea', '颠倒')
    await fill('.digits', wrong)
    expect(host.textContent).toContain(repeatWords('same'))
    await send()
    expect(asked).not.toHaveBeenCalled()
  })

  it('asks for the source where there are several, and takes dice only for one that dice stood in for', async () => {
    show(aPlan(['dice', 'ssq']))
    await open()
    expect(host.querySelector('[type=checkbox]')).toBeNull()
    await fill('select', 'ssq')
    expect(host.querySelector('[type=checkbox]')).not.toBeNull()
    await fill('input:not([type=checkbox])', '01 05 11 22 28 33 16')
    await fill('input:not([type=checkbox])', '公告', 1)
    await fill('textarea', '以为没有开奖')
    await send()
    expect(await (await sent()).json()).toMatchObject({ source: 'ssq', value: '01-05-11-22-28-33+16' })
  })

  it('says why it was refused', async () => {
    asked.mockImplementation(async () => new Response('{"code":"plan.visited","message":"","details":{}}', { status: 409, headers: { 'Content-Type': 'application/json' } }))
    show()
    await open()
    await fill('.digits', right)
    await fill('input:not(.digits)', '录像')
    await fill('textarea', '颠倒')
    await send()
    await vi.waitFor(() => expect(host.querySelector('[role=alert]')?.textContent).toContain('撤销重算'))
    expect(changed).not.toHaveBeenCalled()
  })
})

it('what was set aside keeps its files, under names of its own; of a hidden draw only the list is told', () => {
  const plan = aPlan()
  const gone = [{ number: 1, changes: 0 }, { number: 2, changes: 1 }] as Plan['set_aside']
  expect(filesOf({ ...plan, set_aside: gone }).slice(6)).toEqual([
    'set-aside.json',
    'set-aside-1-contributions.tsv',
    'set-aside-1-result.txt',
    'set-aside-2-contributions.tsv',
    'set-aside-2-result.txt',
    'set-aside-2-requests.tsv',
    'set-aside-2-changes.txt',
  ])
  const hidden = filesOf({ ...plan, set_aside: gone, draw: { ...plan.draw!, hidden: true } })
  expect(hidden.filter(name => name.startsWith('set-aside'))).toEqual(['set-aside.json'])
})
