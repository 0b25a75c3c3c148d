/** Builders of what a phone knows of one check. */
import type { CheckFile } from '../../src/spot-check/record'
import type { Signature, Work } from '../../src/spot-check/work'
import type { Answers, ChecklistVersion, HazardRow, Photo, SpotCheckRow } from '../../src/store'
import { signersOf } from '../../src/spot-check/record'
import { newId } from '../../src/store'

export const checkId = '019a9f00-0000-7000-8000-000000000001'
export const scoredId = '019a9f00-0000-7000-8000-00000000000a'
export const plainId = '019a9f00-0000-7000-8000-00000000000b'
const photo = 'ab'.repeat(32)

export function check(change: Partial<SpotCheckRow> = {}): SpotCheckRow {
  return {
    id: checkId,
    number: '随示检-2026-000001',
    site_id: '019a9f00-0000-7000-8000-000000000002',
    state: 'started',
    due_on: '2026-11-27',
    due_provisional: false,
    checklists: [scoredId, plainId],
    lead_id: 'person-a',
    inspectors: [
      { id: 'person-b', name: '检查员乙', card_number: '0010801001', lead: false },
      { id: 'person-a', name: '检查员甲', card_number: '0010801023', lead: true },
    ],
    result_category: null,
    receipt: null,
    complete: false,
    received: { commands: 0, photos: [] },
    item_list_entry: { name: '施工安全', legal_basis: '安全生产法' },
    plan_number: '330106-2026-Q4-001',
    ...change,
  }
}

const list = { version: 1, standard: 'JGJ 59-2011', source: '', published_on: '2026-01-01', unverified: false, split: true }
const item = { no: 1, hint: '', clause: '3.1.3', unverified: false }

export const scoredList: ChecklistVersion = {
  ...list,
  id: scoredId,
  code: 'B1',
  title: '安全管理检查评分表',
  scored: true,
  sections: [{
    id: 'g',
    title: '保证项目',
    guarantee: true,
    items: [
      { ...item, id: 'B1-1', name: '安全生产责任制', points: 10 },
      { ...item, id: 'B1-2', name: '施工组织设计', points: 10 },
    ],
  }],
}

export const plainList: ChecklistVersion = {
  ...list,
  id: plainId,
  code: 'P1',
  title: '市场行为',
  scored: false,
  sections: [{ id: 's', title: '行为', guarantee: false, items: [{ ...item, id: 'P1-1', name: '施工许可' }] }],
}

export const itemNamed = (id: string) => scoredList.sections[0]!.items.find(each => each.id === id)!

export const answers: Answers = {
  'B1-1': { result: 'conforming', deduction: 0, note: '' },
  'B1-2': { result: 'nonconforming', deduction: 3, note: '专项方案未论证' },
}

export function work(change: Partial<Work> = {}): Work {
  return {
    start: { startedAt: '2026-11-20T02:00:00Z', position: null },
    sheets: {
      [scoredId]: { answers, at: 'B1-2', changed: true },
      [plainId]: { answers: { 'P1-1': { result: 'conforming', deduction: 0, note: '' } }, at: null, changed: false },
    },
    outcome: { category: 'rectify_by_date', partyNote: '' },
    signatures: [],
    hazardDrafts: [],
    ...change,
  }
}

export function file(change: Partial<Work> = {}, photos: Photo[] = []): CheckFile & { photos: Photo[] } {
  return { check: check(), lists: [scoredList, plainList], hazards: [], work: work(change), photos }
}

export function hazardRow(change: Partial<HazardRow> = {}): HazardRow {
  return {
    id: '019a9f00-0000-7000-8000-0000000000f1',
    number: 'YH-2026-000001',
    spot_check_id: checkId,
    site_id: 'site',
    item_id: 'B1-2',
    checklist_version_id: scoredId,
    description: '专项方案未论证',
    location: '3# 楼',
    clause: 'JGJ 59-2011 3.1.3',
    grade: 'general',
    due_on: '2026-11-27',
    party_id: 'party',
    party_name: '甲建设',
    state: 'reported',
    light: { colour: 'green', reason: 'in_time' },
    reported_by: 'person-a',
    reported_at: '2026-11-20T02:00:00Z',
    confirmed_at: null,
    photos: [{ sha256: photo, state: 'received', taken_at: '2026-11-20T02:00:00Z', source: 'camera' }],
    ...change,
  }
}

/** Everybody's signature under one digest; the party refuses. */
export function allSigned(digest: string): Signature[] {
  return signersOf(check()).map(({ kind, personId, name }) => ({
    signature_id: newId(),
    digest,
    signer: kind,
    person_id: personId,
    name: name || '项目经理甲',
    position_title: '',
    refused: kind === 'party',
    refusal_reason: kind === 'party' ? '对结果有异议' : null,
    witness_name: kind === 'party' ? '监理乙' : null,
    image: null,
    signed_at: '2026-11-20T03:00:00Z',
    photoId: null,
  }))
}
