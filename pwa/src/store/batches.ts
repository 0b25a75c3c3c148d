/** Reads a large room piece by piece, so that no frame waits for all of it and no more than one piece is held. */
import type { StoreValue } from 'idb'
import type { Name, Schema, Store } from './database'

const most = 200

/** The values of a room in the order of their keys, at most so many at a time. */
export async function* batchesOf<N extends Name>(store: Store, room: N, within?: IDBKeyRange): AsyncGenerator<StoreValue<Schema, N>[]> {
  let range = within
  for (;;) {
    // Both are read in one transaction: they belong to each other.
    const { store: from } = store.db.transaction(room)
    const [values, keys] = await Promise.all([from.getAll(range, most), from.getAllKeys(range, most)])
    if (values.length > 0)
      yield values
    if (keys.length < most)
      return
    range = after(keys.at(-1) as IDBValidKey, within)
  }
}

function after(key: IDBValidKey, within?: IDBKeyRange): IDBKeyRange {
  return within?.upper === undefined
    ? IDBKeyRange.lowerBound(key, true)
    : IDBKeyRange.bound(key, within.upper, true, within.upperOpen)
}
