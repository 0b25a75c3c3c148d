import { expect, it } from 'vitest'
import { inOrder } from '../../src/registers/parties'

it('lists the five parties as documents do', () => {
  const party = (role: 'builder' | 'designer' | 'owner' | 'supervision' | 'surveyor') =>
    ({ id: role, role, unit_id: '', unit_name: '', uscc: '', uscc_doubt: null, leader_name: '' })
  const mixed = (['builder', 'designer', 'owner', 'supervision', 'surveyor'] as const).map(party)
  expect(inOrder(mixed).map(({ role }) => role)).toEqual(['owner', 'surveyor', 'designer', 'builder', 'supervision'])
})
