import type { Keeping, Meta, Store } from './database'

export const keptAtFirst: Keeping = { checks: 2, thumbs: true }

/** A remembered value of this person on this phone. */
export async function readMeta<Key extends keyof Meta>(store: Store, key: Key): Promise<Meta[Key] | undefined> {
  return await store.db.get('meta', key) as Meta[Key] | undefined
}

export async function writeMeta<Key extends keyof Meta>(store: Store, key: Key, value: Meta[Key]): Promise<void> {
  await store.db.put('meta', value, key)
  store.changed(['meta'])
}
