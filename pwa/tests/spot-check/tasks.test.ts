import type { Places, Task } from '../../src/spot-check/tasks'
import type { Calendar, Position } from '../../src/store'
import { expect, it } from 'vitest'
import { dueLight } from '../../src/spot-check/light'
import { awayFrom, countStages, grouped } from '../../src/spot-check/tasks'
import { check } from './records'

const calendar: Calendar = {
  years: [
    { year: 2026, provisional: false, days_off: [], days_on: [] },
    { year: 2027, provisional: true, days_off: ['2027-01-01'], days_on: [] },
  ],
}
const here = { lat: 30.2, lon: 120.1 } as Position

function task(number: string, dueOn: string, state: 'assigned' | 'complete' = 'assigned'): Task {
  const isClosed = state === 'complete'
  return { check: check({ number, due_on: dueOn, state, site_id: number }), stage: isClosed ? 'receipted' : 'assigned', isClosed, hasDrafts: false }
}

const north = (metres: number) => ({ lat: here.lat + metres / 111_195, lon: here.lon })
const numbers = (groups: ReturnType<typeof grouped>) => groups.map(({ word, tasks }) => [word, ...tasks.map(each => each.check.number)])

it.each([
  ['2026-11-27', 'warn', '今天到期'],
  ['2026-11-30', 'warn', '剩 1 个工作日'],
  ['2026-12-02', 'warn', '剩 3 个工作日'],
  ['2026-12-03', 'ok', '剩 4 个工作日'],
  ['2026-11-26', 'stop', '逾期 1 个工作日'],
])('a task due on %s is %s on Friday, 2026-11-27: %s', (dueOn, tone, text) => {
  expect(dueLight(calendar, '2026-11-27', dueOn)).toEqual({ tone, text })
})

it('is over on Saturday when it was due on Friday, though no working day has passed', () => {
  expect(dueLight(calendar, '2026-11-28', '2026-11-27').tone).toBe('stop')
})

it('says that a light is provisional where nobody has announced the holidays', () => {
  expect(dueLight(calendar, '2026-12-30', '2027-01-05')).toEqual({ tone: 'warn', text: '剩 3 个工作日（暂定）' })
})

it('groups the open ones by this week and later, and puts the recorded last', () => {
  const tasks = [task('1', '2026-11-30'), task('2', '2026-12-20'), task('3', '2026-11-20', 'complete')]
  expect(numbers(grouped(tasks, '2026-11-27', null))).toEqual([['dueThisWeek', '1'], ['dueLater', '2'], ['recorded', '3']])
})

it('orders by distance once it is known where somebody stands, a site without a place last', () => {
  const tasks = [task('far', '2026-11-30'), task('nowhere', '2026-11-30'), task('near', '2026-12-20')]
  const places: Places = new Map([['far', north(4300)], ['near', north(1600)]])
  expect(numbers(grouped(tasks, '2026-11-27', each => awayFrom(here, places, each)))).toEqual([['byDistanceFrom', 'near', 'far', 'nowhere']])
  expect(numbers(grouped(tasks, '2026-11-27', null))).toEqual([['dueThisWeek', 'far', 'nowhere'], ['dueLater', 'near']])
  expect(awayFrom(here, places, tasks[0]!)).toBeCloseTo(4300, -1)
  expect(awayFrom(null, places, tasks[0]!)).toBeNull()
})

it('counts the tasks of each stage', () => {
  const tasks = [task('1', '2026-11-30'), task('2', '2026-11-30'), task('3', '2026-11-20', 'complete')]
  expect(Object.fromEntries(countStages(tasks))).toEqual({ assigned: 2, receipted: 1 })
})
