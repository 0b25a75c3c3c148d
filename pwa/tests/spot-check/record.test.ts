import type { SpotCheckRecord } from '../../src/spot-check/record'
import { describe, expect, it } from 'vitest'
import { answerWith } from '../../src/spot-check/answering'
import { hazardsOf } from '../../src/spot-check/known'
import { closing, seal, unsignedOf } from '../../src/spot-check/record'
import { allSigned, answers, checkId, file, hazardRow, plainId, scoredId } from './records'

describe('the record of a check', () => {
  it('has one text and one digest, in whatever order it was answered', async () => {
    const reversed = Object.fromEntries(Object.entries(answers).reverse())
    const inOrder = await seal(file())
    const otherwise = await seal(file({ sheets: {
      [plainId]: file().work.sheets[plainId]!,
      [scoredId]: { answers: reversed, at: null, changed: false },
    } }))
    expect(otherwise).toEqual(inOrder)
    expect(inOrder?.digest).toMatch(/^[0-9a-f]{64}$/)
  })

  it('is exactly this text', async () => {
    const sealed = await seal(file())
    expect(sealed?.text).toBe(
      `{"checklists":[{"answers":{"B1-1":{"deduction":0,"note":"","result":"conforming"},`
      + `"B1-2":{"deduction":3,"note":"专项方案未论证","result":"nonconforming"}},"id":"${scoredId}",`
      + `"score":{"denominator":1,"display":"85.0","grade_of_table":null,"numerator":85,"zeroed_because":null}},`
      + `{"answers":{"P1-1":{"deduction":0,"note":"","result":"conforming"}},"id":"${plainId}","score":null}],`
      + `"hazards":[],"inspectors":["0010801023","0010801001"],"number":"随示检-2026-000001","party_note":"",`
      + `"result_category":"rectify_by_date","site_id":"019a9f00-0000-7000-8000-000000000002",`
      + `"spot_check_id":"${checkId}","started_at":"2026-11-20T02:00:00Z","v":1}`,
    )
    expect(sealed?.digest).toBe('70fe1e4cb7f6fff56213e78b7c788f12efac43dec3b227277e154261110448c7')
  })

  it('is none before the check is started and has a result', async () => {
    expect(await seal(file({ start: null }))).toBeNull()
    expect(await seal(file({ outcome: { category: null, partyNote: '' } }))).toBeNull()
  })

  it('gives no score to a list that nobody answered', async () => {
    const { text } = (await seal(file({ sheets: {}, outcome: { category: 'no_construction', partyNote: '' } })))!
    expect((JSON.parse(text) as SpotCheckRecord).checklists).toEqual([scoredId, plainId].map(id => ({ id, answers: {}, score: null })))
  })

  it('names a partner\'s hazards, and this phone\'s own words of a hazard that both know', () => {
    const partners = hazardRow({ id: '019a9f00-0000-7000-8000-0000000000f0' })
    const report = { hazard_id: hazardRow().id, spot_check_id: checkId, checklist_version_id: scoredId, item_id: 'B1-2', description: '本机的话', location: '', clause: '', grade: 'major' as const, due_on: '2026-11-21', party_id: 'party', photos: [] }
    const entry = {
      id: 'c1',
      checkId,
      command: { id: 'c1', name: 'hazard.report' as const, v: 1 as const, args: report, made_at: '', seq: 1 },
      state: 'refused' as const,
      settledAt: null,
      receipt: null,
      flags: [],
      code: null,
      details: {},
      correctedBy: null,
      attention: null,
    }
    const hazards = hazardsOf([hazardRow(), partners], [entry])
    expect(hazards.map(({ description }) => description)).toEqual(['专项方案未论证', '本机的话'])
    expect(hazardsOf([], [{ ...entry, state: 'corrected' }])).toEqual([])
  })
})

describe('an answer', () => {
  it('takes points off only where something is wrong in a scored list', () => {
    const [scores, judges] = [{ points: 10 }, {}].map(rest => ({ id: 'a', no: 1, name: '', hint: '', clause: '', unverified: false, ...rest }))
    expect(answerWith(scores!, undefined, 'nonconforming').deduction).toBe(1)
    expect(answerWith(judges!, undefined, 'nonconforming').deduction).toBe(0)
    expect(answerWith(scores!, { result: 'nonconforming', deduction: 4, note: '缺' }, 'conforming'))
      .toEqual({ result: 'conforming', deduction: 0, note: '缺' })
  })
})

describe('closing a record', () => {
  it('becomes the changed answers, every signature and the submission, in this order', async () => {
    const sealed = await seal(file())
    const { commands, drafts } = await closing(file({ signatures: allSigned(sealed!.digest) }), '2026-11-20T03:10:00Z')
    expect(commands.map(({ name }) => name)).toEqual([
      'spot_check.answer',
      'spot_check.sign',
      'spot_check.sign',
      'spot_check.sign',
      'spot_check.submit',
    ])
    expect(commands[0]?.args).toEqual({ spot_check_id: checkId, checklist_version_id: scoredId, answers })
    expect(commands[1]?.args).not.toHaveProperty('photoId')
    expect(commands[4]?.args).toMatchObject({ digest: sealed!.digest, record: sealed!.text, result_category: 'rectify_by_date' })
    expect(new Set(Object.values(drafts))).toEqual(new Set([null]))
  })

  it('waits for whoever has not signed', async () => {
    const sealed = await seal(file())
    const [, ...others] = allSigned(sealed!.digest)
    expect(unsignedOf(file({ signatures: others }), sealed!.digest).map(({ name }) => name)).toEqual(['检查员乙'])
    await expect(closing(file({ signatures: others }), '')).rejects.toThrow('everybody')
  })

  it('asks everybody to sign again when anything has changed since', async () => {
    const before = await seal(file())
    const signatures = allSigned(before!.digest)
    const changed = file({ signatures, outcome: { category: 'stop_work', partyNote: '' } })
    const after = await seal(changed)
    expect(after!.digest).not.toBe(before!.digest)
    expect(unsignedOf(changed, after!.digest)).toHaveLength(3)
    await expect(closing(changed, '')).rejects.toThrow('everybody')
    const { commands } = await closing({ ...changed, work: { ...changed.work, signatures: allSigned(after!.digest) } }, '')
    expect(commands.at(-1)?.args).toMatchObject({ digest: after!.digest })
  })
})
