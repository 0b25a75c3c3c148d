import type { Difference } from '../../src/checks/checks'
import { describe, expect, it } from 'vitest'
import { answerWords, choicesOf, choose, keyOf, undecided } from '../../src/checks/decisions'

const answer = { result: 'nonconforming', deduction: 8, note: '无门锁' }
const ofB: Difference = {
  checklist_id: 'list',
  item_id: 'B14-1',
  inspector_id: 'b',
  recorded: { result: 'conforming', deduction: 0, note: '' },
  answered: answer,
  decided: null,
  item: { id: 'B14-1', name: '配电箱', hint: '', clause: '', required: false, unverified: false, kind: 'measure', measure: { unit: 'Ω', upper: '4', readings: 1 } },
  list_title: '施工用电',
  inspector_name: '检查员乙',
}
const ofC: Difference = { ...ofB, inspector_id: 'c', answered: null }
const hazard = { hazard_id: 'h', number: 'YH-1', description: '临边', decided: null }

describe('a decision on differences', () => {
  it('takes at most one answer to an item', () => {
    const taken = choose({}, [ofB, ofC], { key: keyOf(ofB), take: true })
    expect(taken).toEqual({ [keyOf(ofB)]: true, [keyOf(ofC)]: false })
    expect(choose(taken, [ofB, ofC], { key: keyOf(ofC), take: true })).toEqual({ [keyOf(ofB)]: false, [keyOf(ofC)]: true })
    expect(choose({}, [ofB, ofC], { key: keyOf(ofB), take: false })).toEqual({ [keyOf(ofB)]: false })
  })

  it('sends what was chosen, with the answer that was on screen, and leaves the rest open', () => {
    const open = { differences: [ofB, ofC], unrecorded_hazards: [hazard] }
    expect(choicesOf(open, {})).toEqual({ choices: [], hazards: [] })
    expect(choicesOf(open, { [keyOf(ofB)]: true, h: false })).toEqual({
      choices: [{ checklist_version_id: 'list', item_id: 'B14-1', inspector_id: 'b', take: true, answer }],
      hazards: [{ hazard_id: 'h', take: false }],
    })
  })

  it('asks nothing again that was decided', () => {
    const open = undecided({ differences: [ofB, { ...ofC, decided: 'left' }], unrecorded_hazards: [{ ...hazard, decided: 'taken' }] })
    expect(open).toEqual({ differences: [ofB], unrecorded_hazards: [] })
  })

  it('shows answers in words', () => {
    expect(answerWords(answer, ofB, 'check')).toBe('不符合 · 扣 8 分 · 无门锁')
    expect(answerWords({ ...answer, deduction: 0, given: { readings: ['4.5'] } }, ofB, 'check')).toBe('不符合 · 4.5（超差） Ω · 无门锁')
    expect(answerWords({ result: 'recorded', deduction: 0, note: '' }, ofB, 'check')).toBe('已记录')
    expect(answerWords(null, ofB, 'check')).toBe('未作答')
  })
})
