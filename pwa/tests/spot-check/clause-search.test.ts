import type { Quotable } from '../../src/spot-check/clause-search'
import { expect, it } from 'vitest'
import { clausesOf, highlights, majorIn, quoted, searchClauses, withLibrary } from '../../src/spot-check/clause-search'
import { scoredList } from './records'

function clause(code: string, title: string, text: string, major = false): Quotable {
  return { code, standard: major ? '判定标准' : 'JGJ 59-2011', title, text, major, unverified: false }
}

const boxes = clause('JGJ 59-2011 表B.14 第 3 项', '配电箱与开关箱', '三级配电、逐级漏电保护；一机、一闸、一漏、一箱；箱体标识与防雨')
const pit = clause('JGJ 59-2011 表B.11 第 2 项', '支护结构', '深度、放坡与支护形式')
const major = clause('建质规〔2024〕5号 第五条第一项', '基坑、边坡工程', '可能影响毗邻建筑物、管线而未采取专项防护', true)
const eleventh = clause('建质规〔2024〕5号 第五条第十项', '基坑', '另一项', true)
const all = [boxes, pit, major, eleventh]
const search = (query: string, among = all) => searchClauses(among, query).clauses

it('finds words in any order, wherever they stand', () => {
  expect(search('漏电 配电箱')).toEqual([boxes])
  expect(search('b.14 jgj')).toEqual([boxes])
  expect(search('ＪＧＪ５９')).toEqual([boxes, pit])
  expect(search('ＪＧＪ ５９')).toEqual([boxes, pit])
  expect(search('吊篮')).toEqual([])
})

it('finds what somebody wrote in one go, though no clause says it so', () => {
  expect(search('配电箱漏电保护')).toEqual([boxes])
  expect(search('毗邻管线未防护')).toEqual([])
})

it('shows all of them, the item\'s own first, before anything is written', () => {
  expect(search(' ')).toEqual(all)
  expect(clausesOf(scoredList, 'B1-2').map(({ title }) => title)).toEqual(['施工组织设计', '安全生产责任制'])
})

it('puts the better answer first', () => {
  expect(search('支护结构', [pit, clause('X', '别的', '支护结构'), boxes])[0]).toBe(pit)
})

it('offers what holds the most of the words where nothing holds them all, and says so', () => {
  expect(searchClauses(all, '配电箱 漏电 吊篮')).toEqual({ clauses: [boxes], partly: true })
  expect(searchClauses(all, '配电箱 漏电')).toEqual({ clauses: [boxes], partly: false })
  expect(searchClauses(all, '吊篮')).toEqual({ clauses: [], partly: false })
})

it('marks what was found, also where marks would overlap', () => {
  expect(highlights('配电箱与开关箱', '配电箱 电箱与')).toEqual([[0, 4]])
  expect(highlights('箱、箱', '箱')).toEqual([[0, 1], [2, 3]])
  expect(highlights('无', '箱')).toEqual([])
})

it('says a clause of the checklist once', () => {
  const own = clausesOf(scoredList, 'B1-1')
  expect(withLibrary(own, [{ ...own[0]!, text: '同一条' }, boxes])).toHaveLength(own.length + 1)
})

it('quotes code and text, as long as the server takes it', () => {
  expect(quoted(pit)).toBe('JGJ 59-2011 表B.11 第 2 项 支护结构：深度、放坡与支护形式')
  expect(quoted({ ...pit, text: '深'.repeat(300) })).toHaveLength(200)
})

it('knows the major-hazard article that is quoted, and only that', () => {
  expect(majorIn(all, quoted(major))).toBe(major)
  expect(majorIn(all, quoted(eleventh))).toBe(eleventh)
  expect(majorIn([clause('第五条第一', '', '', true)], '第五条第一十')).toBeNull()
  expect(majorIn(all, quoted(pit))).toBeNull()
})
