import { describe, expect, it } from 'vitest'
import { needsNewPlan, reasonWords } from '../../src/draws/freeze-reasons'
import { Refusal } from '../../src/refusal'

const shrunk = 'manifest.json: take.C is 2, but only 1 can be drawn'
const early = 'manifest.json: party.witness.not_before is not before its deadline'

describe('why rosters cannot be frozen', () => {
  it('is told in Chinese words with what to do', () => {
    expect(reasonWords(shrunk)).toBe('C 类计划抽取 2 个，名录中现有 1 个可抽。计划定下后不能更改，请新建计划。')
    expect(reasonWords(early)).toContain('请改晚')
    expect(reasonWords('inspectors.tsv, line 3: two tabs')).toContain('inspectors.tsv, line 3: two tabs')
  })

  it('stays as the server says it where nobody foresaw it', () => {
    expect(reasonWords('manifest.json: something new')).toBe('manifest.json: something new')
  })

  it('asks for a new plan only when a class has shrunk', () => {
    const refused = (reason: string) => new Refusal(422, 'plan.freeze_refused', '', { reasons: [reason] })
    expect(needsNewPlan(refused(shrunk))).toBe(true)
    expect(needsNewPlan(refused(early))).toBe(false)
    expect(needsNewPlan(new Error(shrunk))).toBe(false)
  })
})
