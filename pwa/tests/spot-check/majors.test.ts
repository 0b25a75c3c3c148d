import type { Determination } from '../../src/store'
import { afterEach, expect, it, vi } from 'vitest'
import { createApp, h, nextTick, ref } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { hazardsOf } from '../../src/spot-check/known'
import MajorField from '../../src/spot-check/MajorField.vue'
import MajorPicker from '../../src/spot-check/MajorPicker.vue'
import { printed } from '../../src/spot-check/printed'
import PrintedHazards from '../../src/spot-check/PrintedHazards.vue'
import { draftOf, graded, reportCommand, useHazardDraft } from '../../src/spot-check/useHazardDraft'
import { isMajor, severityOf } from '../../src/store'
import { aHazard } from '../builders'
import { aPhoneWithACheck, tell } from './on-a-phone'
import { checkId, file, hazardRow, scoredId, scoredList } from './records'
import 'fake-indexeddb/auto'

const byItem: Determination = { edition: '2024', item_id: 'MH2024-8-4', reason: '' }

afterEach(() => {
  vi.unstubAllGlobals()
  document.body.replaceChildren()
})

async function shown(component: object, props: object) {
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/', component: { render: () => null } }] })
  await router.push('/')
  const host = document.body.appendChild(document.createElement('div'))
  createApp({ render: () => h(component, props) }).use(router).mount(host)
  await nextTick()
}

const text = () => document.body.textContent!.replace(/\s+/g, ' ')
function button(name: string) {
  const found = [...document.querySelectorAll('button')].find(each => each.textContent!.includes(name))
  if (!found)
    throw new Error(`no button ${name}`)
  return found
}

async function press(name: string) {
  button(name).click()
  await nextTick()
}

async function type(selector: string, value: string) {
  const field = document.querySelector<HTMLInputElement | HTMLTextAreaElement>(selector)!
  field.value = value
  field.dispatchEvent(new Event('input'))
  await nextTick()
}

async function choose(id: string) {
  document.querySelector<HTMLInputElement>(`input[value="${id}"]`)!.click()
  await nextTick()
}

it('keeps severity and determination apart, whoever says it', () => {
  expect(isMajor({ grade: 'general', determination: byItem })).toBe(true)
  expect(isMajor({ grade: 'serious' })).toBe(false)
  expect(severityOf({ grade: 'serious' })).toBe('serious')
  // What an app or a server of before 0.2.0 said.
  expect([isMajor({ grade: 'major' }), severityOf({ grade: 'major' })]).toEqual([true, 'serious'])
  // What the server says now: the grade is only for old apps.
  expect([isMajor(hazardRow({ is_major: false, grade: 'major' })), severityOf(hazardRow({ severity: 'serious' }))]).toEqual([false, 'serious'])
})

it('asks for the item of what an older app wrote as major, in a draft and in a refused report', () => {
  expect(graded({ grade: 'major' })).toEqual({ grade: 'serious', determination: { edition: '2024', item_id: '', reason: '' } })
  const report = aHazard(checkId, []).args as Parameters<typeof draftOf>[0]
  expect(draftOf({ ...report, grade: 'major' }, [])).toMatchObject({ grade: 'serious', determination: { item_id: '' } })
  expect(draftOf({ ...report, determination: byItem }, [])).toMatchObject({ grade: 'general', determination: byItem })
})

it('reports the determination, and nothing of it where nobody determined anything', () => {
  const report = aHazard(checkId, []).args as Parameters<typeof draftOf>[0]
  const draft = draftOf(report, [])
  expect(reportCommand(checkId, draft, []).args).toEqual(report)
  expect(reportCommand(checkId, { ...draft, determination: byItem }, []).args).toEqual({ ...report, determination: byItem })
})

it('signs for what was determined; a record of before keeps its text', () => {
  const named = (...rows: Parameters<typeof hazardRow>[0][]) => hazardsOf(rows.map(hazardRow), [])[0]
  expect(named({ severity: 'general', is_major: true, grade: 'major', determination: byItem })).toMatchObject({ grade: 'general', determination: byItem })
  expect(named({ severity: 'serious', is_major: true, grade: 'major', determination: null })).toMatchObject({ grade: 'major' })
  expect(named({ severity: 'serious', is_major: false, determination: null })).toMatchObject({ grade: 'serious' })
  expect(named({})).not.toHaveProperty('determination')
})

it('never takes a hazard for major because its list does', async () => {
  const phone = await aPhoneWithACheck()
  const [section] = scoredList.sections
  const items = section!.items.map(item => ({ ...item, fails: { grade: 'major' as const } }))
  await tell([{ kind: 'checklist', id: scoredId, row: { ...scoredList, sections: [{ ...section!, items }] } }])
  let sheet!: ReturnType<typeof useHazardDraft>
  createApp({ setup: () => {
    sheet = useHazardDraft({ checkId, versionId: scoredId, itemId: 'B1-1', refusedId: null })
    return () => null
  } }).mount(document.createElement('div'))
  await vi.waitFor(() => expect(sheet.isLoaded.value).toBe(true))
  expect(sheet.draft.value).toMatchObject({ grade: 'serious', determination: null })
  await phone.db.clear('drafts')
})

it('is determined by the category and then one item, and says before it what follows', async () => {
  const confirmed: Determination[] = []
  await shown(MajorPicker, { start: null, proposed: null, onConfirm: (one: Determination) => confirmed.push(one) })
  expect(document.querySelectorAll('.category')).toHaveLength(14)
  expect(button('确认判定').disabled).toBe(true)
  await press('建筑起重机械及吊装')
  expect(document.querySelectorAll('input[type=radio]')).toHaveLength(9)
  await choose('MH2024-8-4')
  expect(text()).toContain('确认后立即亮红灯')
  expect(text()).toContain('撤出作业人员')
  expect(text()).toContain('不适用立行立改')
  expect(text()).toContain('条款内容为提要')
  await press('确认判定')
  expect(confirmed).toEqual([byItem])
})

it('forgets an item that is no longer in sight', async () => {
  await shown(MajorPicker, { start: byItem, proposed: null })
  expect(button('确认判定').disabled).toBe(false)
  await press('全部类别')
  expect(button('确认判定').disabled).toBe(true)
})

it('finds an item by words, and wants the reason of articles 16 and 17', async () => {
  const confirmed: Determination[] = []
  await shown(MajorPicker, { start: null, proposed: null, onConfirm: (one: Determination) => confirmed.push(one) })
  await type('input[type=search]', '连墙件')
  expect(document.querySelectorAll('input[type=radio]')).toHaveLength(1)
  await type('input[type=search]', '现实危险')
  await choose('MH2024-17-1')
  expect(button('确认判定').disabled).toBe(true)
  await type('textarea', '  ')
  expect(button('确认判定').disabled).toBe(true)
  await type('textarea', '支护桩间大量流土')
  await press('确认判定')
  expect(confirmed).toEqual([{ edition: '2024', item_id: 'MH2024-17-1', reason: '支护桩间大量流土' }])
})

it('proposes and sets nothing; what was determined is withdrawn as deliberately', async () => {
  const said = ref<Determination | null>(null)
  const proposal = { itemId: 'MH2024-8-4', text: '所引条款在判定标准之内' }
  await shown({ render: () => h(MajorField, { 'proposal': proposal, 'modelValue': said.value, 'onUpdate:modelValue': (next: Determination | null) => said.value = next }) }, {})
  expect(text()).toContain('所引条款在判定标准之内')
  expect(said.value).toBeNull()
  said.value = byItem
  await nextTick()
  expect(text()).toContain('2024版第八条第四项（建筑起重机械及吊装）：安全装置不齐全、失效或被拆除')
  const ask = vi.fn(() => false)
  vi.stubGlobal('confirm', ask)
  await press('撤回判定')
  expect(said.value).toEqual(byItem)
  ask.mockReturnValue(true)
  await press('撤回判定')
  expect(said.value).toBeNull()
})

it('prints edition, article and item of what is major, and of a record of before that none is named', async () => {
  const whole = { ...file(), site: null, entries: [], photos: [], submission: null, sealed: null, sheets: [], left: {}, history: null, revoked: false }
  const record = printed(whole, [])
  const of = (change: object) => ({ ...hazardsOf([hazardRow()], [])[0]!, ...change })
  const hazards = [of({ determination: { ...byItem, item_id: 'MH2024-17-1', reason: '桩间流土' } }), of({ id: 'old', grade: 'major' }), of({ id: 'plain', grade: 'serious' })]
  await shown(PrintedHazards, { record: { ...record, hazards } })
  const printedText = text()
  expect(printedText).toContain('■ 重大事故隐患 2024版第十七条（其他）：其他严重违反法规标准、有现实危险的情形 理由：桩间流土')
  expect(printedText).toContain('■ 重大事故隐患 未列判定条款')
  expect(printedText.match(/■ 重大事故隐患/g)).toHaveLength(2)
  expect(printedText).toContain('条款内容为提要')
})
