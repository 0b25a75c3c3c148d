import { expect, it } from 'vitest'
import { createApp, h } from 'vue'
import OverCap from '../../src/draws/OverCap.vue'

it('names site, count and cap of each, and that nothing is changed by it', () => {
  const host = document.body.appendChild(document.createElement('div'))
  const found = [
    { site: { id: '1', name: '甲项目' }, object_id: 'A-1', checks: 3, cap: 2 },
    { site: { id: '2', name: '乙项目' }, object_id: 'A-2', checks: 4, cap: 2 },
  ]
  createApp({ render: () => h(OverCap, { found }) }).mount(host)
  const lines = [...host.querySelectorAll('p')].map(line => line.textContent!.trim())
  expect(lines).toHaveLength(3)
  expect(lines[0]).toContain('甲项目（A-1）年度内按本事项已有 3 次检查（含本次），超过上限 2 次')
  expect(lines[1]).toContain('乙项目（A-2）')
  expect(host.querySelector('[role=status]')).not.toBeNull()
})
