import { afterEach, expect, it } from 'vitest'
import { lacking } from '../../src/hazards/deeds'
import { linesOf } from '../../src/hazards/history'
import { allItems, inWords, itemOf, needsReason } from '../../src/hazards/majors'
import { lightOf } from '../../src/hazards/phone-light'
import { setLocale } from '../../src/words/words'

afterEach(() => setLocale('zh-CN'))

it('has the 51 items of articles 4 to 15, and two articles that want a reason', () => {
  expect(allItems.filter(({ article }) => article <= 15)).toHaveLength(51)
  expect(allItems.filter(needsReason).map(({ id }) => id)).toEqual(['MH2024-16-1', 'MH2024-17-1'])
})

it('says edition, article and item in both languages, and of an unknown one its name', () => {
  expect(inWords({ edition: '2024', item_id: 'MH2024-10-1' })).toBe('2024版第十条第一项（施工临时用电）：特殊环境照明未用安全电压')
  expect(inWords({ edition: '2030', item_id: 'MH2030-1' })).toBe('2030版 MH2030-1（本机未收录该条款）')
  setLocale('en')
  expect(inWords({ edition: '2024', item_id: 'MH2024-8-4' })).toBe('2024 edition, article 8 (4) (lifting machinery and hoisting): safety devices incomplete, failed or removed')
  expect(inWords({ edition: '2024', item_id: 'MH2024-17-1' })).toContain('article 17 (catch-all)')
  expect(itemOf('MH2024-8-10')).toBeNull()
})

it('shows red by what was determined, whatever the grade for old apps says', () => {
  const far = { state: 'confirmed', due_on: '2027-11-20' } as const
  expect(lightOf({ ...far, grade: 'general', is_major: true }, '2026-11-01')).toEqual({ colour: 'red', reason: 'major' })
  expect(lightOf({ ...far, grade: 'major', is_major: false }, '2026-11-01').colour).toBe('green')
})

it.each([
  ['an open question', {}, {}, 'choice'],
  ['an item', {}, { is_major: true, reason: '力矩限制器已拆除' }, 'item'],
  ['an item that exists', {}, { is_major: true, item_id: 'MH2024-8-10', reason: '…' }, 'item'],
  ['a reason for a new decision', {}, { is_major: true, item_id: 'MH2024-8-4', reason: ' ' }, 'reason'],
  ['nothing more than the item that is owed', { is_major: true }, { is_major: true, item_id: 'MH2024-8-4' }, null],
  ['a reason for article 17, owed or not', { is_major: true }, { is_major: true, item_id: 'MH2024-17-1' }, 'reason'],
  ['a reason to say that it is none', { is_major: true }, { is_major: false }, 'reason'],
  ['nothing more', {}, { is_major: false, item_id: null, reason: '不属于所列情形' }, null],
])('a ruling lacks %s', (_, before, ruling, what) => {
  expect(lacking({ is_major: false, determination: null, ...before }, ruling)).toBe(what)
})

it('tells each determination in the history', () => {
  const step = { id: '1', state: 'confirmed' as const, by: '周敏', due_from: null, due_on: null, due_from_provisional: false, due_on_provisional: false, inspectors: [], result: null, rechecked_at: null, photos: [], step: 'determined' as const }
  const lines = linesOf({
    timeline: [],
    steps: [
      { ...step, at: '2026-11-05T01:00:00Z', note: '限制器已拆除', is_major: true, edition: '2024', item_id: 'MH2024-8-4' },
      { ...step, at: '2026-11-06T01:00:00Z', note: '经检测有效', is_major: false, edition: null, item_id: null },
    ],
    light_history: [],
  })
  expect(lines.map(({ what, about }) => `${what} | ${about}`)).toEqual([
    '重大隐患认定 | 周敏 · 判定为重大事故隐患 · 2024版第八条第四项（建筑起重机械及吊装）：安全装置不齐全、失效或被拆除 · 限制器已拆除',
    '重大隐患认定 | 周敏 · 认定为不属于重大事故隐患 · 经检测有效',
  ])
})
