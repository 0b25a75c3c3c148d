// @vitest-environment node
import { expect, it } from 'vitest'
import { batchesOf, rowsOf } from '../../src/store'
import { aStore } from '../builders'
import 'fake-indexeddb/auto'

async function withRows(count: number) {
  const store = await aStore()
  const transaction = store.db.transaction('rows', 'readwrite')
  for (let n = 0; n < count; n++)
    void transaction.store.put({ kind: 'site', id: String(n).padStart(5, '0'), row: { n }, generation: 0 })
  for (const kind of ['hazard', 'spot_check', 'sites', 'sit'])
    void transaction.store.put({ kind, id: 'x', row: { n: -1 }, generation: 0 })
  await transaction.done
  return store
}

it.each([0, 1, 199, 200, 201, 400, 1001])('gives each of %d rows of a kind once, in order, and no other kind\'s', async (count) => {
  const store = await withRows(count)
  const found = await rowsOf(store, 'site') as unknown as { n: number }[]
  expect(found.map(({ n }) => n)).toEqual(Array.from({ length: count }, (_, n) => n))
})

it('holds a piece at a time', async () => {
  const store = await withRows(1001)
  const sizes: number[] = []
  for await (const rows of batchesOf(store, 'rows'))
    sizes.push(rows.length)
  expect(Math.max(...sizes)).toBeLessThanOrEqual(200)
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(1005)
})
