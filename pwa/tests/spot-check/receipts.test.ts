import type { WholeCheck } from '../../src/spot-check/file'
import { afterEach, expect, it, vi } from 'vitest'
import { saveFile } from '../../src/account/saving'
import { download } from '../../src/desk/download'
import { photoReceipts, receiptAddress, receiptOf, saveRecord } from '../../src/spot-check/receipts'
import { check, checkId } from './records'

vi.mock('../../src/account/saving', () => ({ saveFile: vi.fn() }))
vi.mock('../../src/desk/download', () => ({ download: vi.fn(async () => {}) }))
afterEach(() => vi.clearAllMocks())

const [one, two, three] = ['a', 'b', 'c'].map(letter => letter.repeat(64)) as [string, string, string]
const received = { commands: 1, photos: [one, two, three], receipts: { [one]: 'ZP-2026-0000009', [two]: 'ZP-2026-0000002', [three]: null } }

it('knows the receipts that the server has told, and no others', () => {
  const told = check({ received })
  expect(receiptOf(told, two)).toBe('ZP-2026-0000002')
  expect(receiptOf(told, three)).toBeNull()
  expect(receiptOf(told, 'd'.repeat(64))).toBeNull()
  expect(photoReceipts(told).map(({ number }) => number)).toEqual(['ZP-2026-0000002', 'ZP-2026-0000009'])
})

it('knows none from a row that an older server told', () => {
  const told = check({ received: { commands: 1, photos: [one] } })
  expect(receiptOf(told, one)).toBeNull()
  expect(photoReceipts(told)).toEqual([])
})

it('leads to the page that anybody may open', () => {
  expect(receiptAddress('SF-2026-000001')).toBe(`${window.location.origin}/r/SF-2026-000001`)
})

it('saves the very text that was signed, without a network', async () => {
  const text = '{"note":"二级配电箱","v":1}'
  await saveRecord({ check: check(), submission: { args: { record: text } } } as unknown as WholeCheck, 'SF-2026-000001')
  const file = vi.mocked(saveFile).mock.calls[0]![0]
  expect(file.name).toBe('SF-2026-000001.json')
  expect(await file.text()).toBe(text)
  expect(download).not.toHaveBeenCalled()
})

it('asks the server for a record that another phone closed', async () => {
  await saveRecord({ check: check(), submission: null } as unknown as WholeCheck, 'SF-2026-000001')
  expect(download).toHaveBeenCalledWith(`/api/v1/spot-checks/${checkId}/record`, 'SF-2026-000001.json')
})
