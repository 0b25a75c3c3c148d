/** What is read anew but says the same stays the same object, so that only what has changed is drawn again. */

const isHolder = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** Two values of JSON: `next`, in which each part that says what it said in `before` is the part of `before` itself. */
export function steady<T>(before: unknown, next: T): T {
  if (!isHolder(before) || !isHolder(next) || Array.isArray(before) !== Array.isArray(next))
    return next
  const keys = Object.keys(next)
  const parts = keys.map(key => steady(before[key], next[key]))
  const isKept = parts.every((part, n) => part === before[keys[n]!])
  if (isKept && keys.length === Object.keys(before).length)
    return before as T
  return (Array.isArray(next) ? parts : Object.fromEntries(keys.map((key, n) => [key, parts[n]]))) as T
}

/** `next`, or `before` where it holds the very same objects in the same order. */
export function steadyList<T>(before: readonly T[] | undefined, next: readonly T[]): readonly T[] {
  return before && before.length === next.length && before.every((each, n) => each === next[n]) ? before : next
}
