import type { WholeCheck } from '../../src/spot-check/file'
import type { Answers, AnswerSheetRow, ItemAnswer, OutboxEntry, SpotCheckRow } from '../../src/store'
import { expect, it } from 'vitest'
import { createApp } from 'vue'
import { printed, standingAnswers } from '../../src/spot-check/printed'
import PrintedLists from '../../src/spot-check/PrintedLists.vue'
import { allSigned, answers, check, checkId, file, hazardRow, plainId, scoredId, scoredList } from './records'

const conforming: ItemAnswer = { result: 'conforming', deduction: 0, note: '' }
const wrong: ItemAnswer = { result: 'nonconforming', deduction: 5, note: '无交底' }

function sheet(inspector_id: string, given: Answers): AnswerSheetRow {
  return { id: inspector_id, spot_check_id: checkId, checklist_id: scoredId, inspector_id, answers: given, made_at: '2026-11-20T02:00:00Z' }
}

function whole(change: Partial<WholeCheck> = {}): WholeCheck {
  return { ...file(), site: null, entries: [], photos: [], submission: null, sealed: null, sheets: [], left: {}, history: null, revoked: false, ...change }
}

const standing = { version: 1, digest: 'd'.repeat(64), reason: null, closed_at: '2026-11-20T04:00:00Z', result_category: 'rectify_by_date' as const, score: '97.0' }
const decided = { ...standing, version: 2, digest: 'e'.repeat(64), reason: '采纳搭档意见' }

function difference(item_id: string, inspector_id: string, recorded: ItemAnswer | null, answered: ItemAnswer | null, word: 'taken' | 'left' | null) {
  return { checklist_id: scoredId, item_id, inspector_id, recorded, answered, decided: word }
}

function submittedBy(change: Partial<SpotCheckRow>, state: OutboxEntry['state'] = 'accepted'): WholeCheck {
  const record = { hazards: [] } as unknown as NonNullable<WholeCheck['submission']>['record']
  const entry = { state, receipt: 'SF-2026-000001' } as OutboxEntry
  const args = { submitted_at: '2026-11-20T04:00:00Z', digest: 'd'.repeat(64) } as NonNullable<WholeCheck['submission']>['args']
  return whole({ check: check({ state: 'submitted', ...change }), submission: { entry, args, record } })
}

it('is a draft until it is submitted, and an old signature does not stand on it', () => {
  const drafted = printed(whole({ work: { ...file().work, signatures: allSigned('old') }, sealed: { text: '', digest: 'new' } }), [])
  expect(drafted).toMatchObject({ state: 'draft', digest: 'new', signatures: [], signaturesElsewhere: false, closedAt: null })
  expect(drafted.lists[0]).toMatchObject({ score: '85.0', unanswered: 0 })
  expect(drafted.lists[0]!.nonconforming.map(({ answer }) => answer.note)).toEqual(['专项方案未论证'])
})

it('waits to be sent, then has its receipt', () => {
  expect(printed(submittedBy({}, 'unsent'), []).state).toBe('unsent')
  expect(printed(submittedBy({}), [])).toMatchObject({ state: 'submitted', receipt: 'SF-2026-000001', closedAt: '2026-11-20T04:00:00Z' })
})

it('says what a decision took, and only that', () => {
  const differences = [
    difference('B1-1', 'person-b', conforming, wrong, 'taken'),
    difference('B1-2', 'person-b', answers['B1-2']!, conforming, 'left'),
  ]
  const after = submittedBy({ record: decided, differences })
  expect(standingAnswers(after, scoredId)).toEqual({ 'B1-1': wrong, 'B1-2': answers['B1-2'] })
  expect(printed(after, [])).toMatchObject({ state: 'decided', version: 2, reason: '采纳搭档意见', digest: decided.digest })
})

it('is put together from the sheets on a phone that did not submit it', () => {
  const differences = [difference('B1-2', 'person-b', wrong, conforming, null)]
  const partner = whole({
    check: check({ state: 'submitted', record: standing, differences }),
    sheets: [sheet('person-a', { 'B1-1': conforming, 'B1-2': wrong }), sheet('person-b', { 'B1-2': conforming })],
  })
  expect(standingAnswers(partner, scoredId)).toEqual({ 'B1-1': conforming, 'B1-2': wrong })
  expect(printed(partner, [])).toMatchObject({ state: 'submitted', signaturesElsewhere: true, isCopy: true, partyNote: null })
  expect(printed(submittedBy({}), []).isCopy).toBe(false)
})

it('prints the due date that was ordered, not the one it was extended to', () => {
  const extended = hazardRow({ due_on: '2026-12-31', original_due_on: '2026-11-27' })
  expect(printed(whole({ check: check({ state: 'submitted', record: standing }) }), [extended]).hazards[0]?.due_on).toBe('2026-11-27')
})

it('names the hazards of the record, and those that were taken since', () => {
  const first = hazardRow({ id: '019a9f00-0000-7000-8000-0000000000f1' })
  const second = hazardRow({ id: '019a9f00-0000-7000-8000-0000000000f2' })
  const other = hazardRow({ id: '019a9f00-0000-7000-8000-0000000000f3', spot_check_id: 'another' })
  const hazardsWith = (word: 'taken' | null) => printed(whole({
    check: check({ state: 'submitted', record: standing, unrecorded_hazards: [{ hazard_id: second.id, decided: word }] }),
  }), [second, first, other]).hazards.map(({ id }) => id)
  expect(hazardsWith(null)).toEqual([first.id])
  expect(hazardsWith('taken')).toEqual([first.id, second.id])
})

const scheme = { standard: 'jgj59-2011', class_id: 'safety', class_name: '安全管理', weight: 10 }
const [section] = scoredList.sections
const table = { ...scoredList, scheme, sections: [{ ...section!, items: section!.items.map(item => ({ ...item, unverified: item.id === 'B1-2' })) }] }

it('grades the whole site by the answers that stand, and says what of it is unverified', () => {
  const lists = [table, { ...file().lists[1]!, id: plainId, scheme: null }]
  // 17 of 20 as drafted; a decision took five more off the first item.
  expect(printed(whole({ lists }), []).grades).toEqual([
    { standard: 'jgj59-2011', title: 'JGJ 59-2011', tables: 1, score: '85.0', grade: 'excellent', unverified: true },
  ])
  const decidedAnew = submittedBy({ record: decided, differences: [difference('B1-1', 'person-b', conforming, wrong, 'taken')] })
  expect(printed({ ...decidedAnew, lists }, []).grades).toMatchObject([{ score: '0.0', grade: 'unqualified' }])
  expect(printed(whole(), []).grades).toEqual([])
})

it('marks on paper each item that nobody has compared with the standard', () => {
  const record = printed(whole({ lists: [table] }), [])
  const host = document.createElement('div')
  const app = createApp(PrintedLists, { record })
  app.mount(host)
  const text = host.textContent!.replace(/\s+/g, ' ')
  expect(text).toContain('施工组织设计（待核对）')
  expect(text).not.toContain('安全生产责任制（待核对）')
  expect(text).toMatch(/总评 JGJ 59-2011，按 1 张检查评分表： ?得分 85.0 · 优良 ?（含待核对的检查项）/)
  expect(text).toContain('尚未与标准原文核对')
  app.unmount()
})
