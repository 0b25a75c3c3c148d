import { expect, it } from 'vitest'
import { lightOf } from '../../src/hazards/phone-light'

const general = { grade: 'general', state: 'confirmed' } as const

it.each([
  ['2026-11-20', '2026-11-16', 'green', 'in_time'],
  ['2026-11-20', '2026-11-17', 'amber', 'due_soon'],
  ['2026-11-20', '2026-11-20', 'amber', 'due_soon'],
  ['2026-11-20', '2026-11-21', 'amber', 'overdue'],
  ['2026-11-20', '2026-12-03', 'amber', 'overdue'],
  ['2026-11-20', '2026-12-04', 'yellow', 'overdue_two_weeks'],
  ['2026-11-20', '2026-12-20', 'yellow', 'overdue_two_weeks'],
  ['2026-11-20', '2026-12-21', 'red', 'overdue_one_month'],
  // A short month: one month after 01-31 is 02-28, and the day after is over it.
  ['2027-01-31', '2027-02-28', 'yellow', 'overdue_two_weeks'],
  ['2027-01-31', '2027-03-01', 'red', 'overdue_one_month'],
  // A long one: after 30 days it is red whatever the calendar says.
  ['2026-12-15', '2027-01-14', 'yellow', 'overdue_two_weeks'],
  ['2026-12-15', '2027-01-15', 'red', 'overdue_one_month'],
])('due %s shows on %s the light %s, %s', (due_on, today, colour, reason) => {
  expect(lightOf({ ...general, due_on }, today)).toEqual({ colour, reason })
})

it('shows a major hazard red from its confirmation until its closing, and then nothing', () => {
  const major = { grade: 'major', due_on: '2026-11-20' } as const
  expect(lightOf({ ...major, state: 'reported' }, '2026-11-01').colour).toBe('green')
  for (const state of ['confirmed', 'replied', 'returned', 'verified'] as const)
    expect(lightOf({ ...major, state }, '2026-11-01').reason).toBe('major')
  expect(lightOf({ ...major, state: 'closed' }, '2026-12-31')).toEqual({ colour: 'none', reason: 'closed' })
})
