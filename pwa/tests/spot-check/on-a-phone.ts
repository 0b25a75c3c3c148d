/** An inspector's phone without a network, with one check on it. */
import { vi } from 'vitest'
import { openForMe, store } from '../../src/phone'
import { me } from '../../src/session'
import { applyPull, readPlace } from '../../src/store/mirror'
import { check, plainList, scoredList } from './records'

export const mine = 'person-a'

export async function aPhoneOffline(personId = mine) {
  vi.stubGlobal('fetch', async () => {
    throw new TypeError('Failed to fetch')
  })
  me.value = {
    id: personId,
    login: 'jc01',
    name: '检查员甲',
    role: 'inspector',
    jurisdiction: { id: '', code: '339906', name: '示范区' },
    agency: { id: '', name: '示范区建设工程质量安全监督站', short_name: '示建' },
    card_number: null,
    unit_id: null,
  }
  await openForMe()
  return store()
}

export async function tell(changes: { kind: string, id: string, row: object | null }[]) {
  await applyPull(store(), { changes, cursor: 'c', more: false, server_time: '', epoch: '' }, await readPlace(store()))
}

export async function aPhoneWithACheck() {
  const phone = await aPhoneOffline()
  await tell([check(), scoredList, plainList].map((row, n) => ({ kind: n === 0 ? 'spot_check' : 'checklist', id: row.id, row })))
  return phone
}
