import { afterEach, expect, it } from 'vitest'
import { Refusal } from '../../src/refusal'
import { StorageFull } from '../../src/store'
import { flagWords, wordsOfCode, wordsOfError, wordsOfFlag } from '../../src/words/refusals'
import { defineWords, fill, locale, setLocale } from '../../src/words/words'

type Catalogues = Record<'zh-CN' | 'en', Record<string, string>>
const modules = import.meta.glob<Record<string, unknown>>(['../../src/**/*words.ts', '../../src/words/refusals.ts', '!../../src/words/words.ts'], { eager: true })

const catalogues = Object.entries(modules).flatMap(([path, exported]) =>
  Object.entries(exported)
    .filter(([, value]) => typeof value === 'function' && 'catalogues' in value)
    .map(([name, value]) => [`${path} ${name}`, (value as unknown as { catalogues: Catalogues }).catalogues] as const))

const parametersOf = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(match => match[1]).sort()

afterEach(() => setLocale('zh-CN'))

it('finds the catalogues that it is to judge', () => {
  expect(catalogues.length).toBeGreaterThanOrEqual(3)
})

it.each(catalogues)('%s says the same in both languages, with the same parameters', (_name, { 'zh-CN': chinese, en }) => {
  expect(Object.keys(en).sort()).toEqual(Object.keys(chinese).sort())
  for (const [key, text] of Object.entries(chinese)) {
    expect(text.trim(), key).not.toBe('')
    expect(en[key]?.trim(), key).not.toBe('')
    expect(parametersOf(en[key] ?? ''), key).toEqual(parametersOf(text))
    expect(text, `${key}: Chinese does not count`).not.toContain('|')
    for (const counted of (en[key] ?? '').matchAll(/\{(\w+)\|/g))
      expect(parametersOf(text), `${key}: counts what is there`).toContain(counted[1])
  }
})

it('speaks Chinese until it is switched, and remembers the switch', () => {
  const words = defineWords({ 'zh-CN': { due: '剩 {n} 个工作日' }, 'en': { due: '{n} working days left' } })
  expect(words('due', { n: 2 })).toBe('剩 2 个工作日')
  setLocale('en')
  expect(words('due', { n: 2 })).toBe('2 working days left')
  expect(localStorage.getItem('suicha.locale')).toBe('en')
  expect(document.documentElement.lang).toBe('en')
  expect(locale.value).toBe('en')
})

it('counts as English does', () => {
  const text = '{n} {n|photo is|photos are} missing'
  expect([0, 1, 2, '1'].map(n => fill(text, { n }))).toEqual([
    '0 photos are missing',
    '1 photo is missing',
    '2 photos are missing',
    '1 photo is missing',
  ])
  expect(fill(text)).toBe(text)
})

it('leaves a parameter visible that nobody gave', () => {
  expect(fill('{a} and {b}', { a: 1 })).toBe('1 and {b}')
})

it('says a refusal in one sentence, with its figures', () => {
  const refusal = new Refusal(422, 'plan.take_above_class', '', { field: 'take.B', asked: 9, available: 7 })
  expect(wordsOfError(refusal)).toBe('抽取数量 9 超过该风险类别可抽的项目数 7（已达年度上限的不能抽）。')
  expect(refusal.field).toBe('take.B')
})

it('names a code or flag that is newer than the app', () => {
  expect(wordsOfCode('moon.full')).toContain('moon.full')
  expect(wordsOfFlag('moon.full')).toBe('moon.full')
  expect(wordsOfFlag('clock.off')).toBe(flagWords('clock.off'))
})

it.each(['hazard.overtaken', 'hazard.closed_already', 'hazard.not_confirmed'])('has a sentence for %s, which a re-check may meet', (flag) => {
  expect(wordsOfFlag(flag)).not.toBe(flag)
})

it('tells no network, no room and our own fault apart', () => {
  const sentences = [new TypeError('Failed to fetch'), new StorageFull(null), new Error('bug')].map(wordsOfError)
  expect(new Set(sentences).size).toBe(3)
})
