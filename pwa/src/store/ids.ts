/** The first id of a millisecond takes a number below this by chance: of the counter's 4,096, half is room to count. */
const firstOfCounter = 0x800
let last = { now: -1, counter: 0 }

/** Chance for the first id of a millisecond, one more for each that follows (RFC 9562 6.2, method 1). */
function nextCounter(now: number, chance: number): number {
  const counter = now === last.now ? last.counter + 1 : chance % firstOfCounter
  last = { now, counter }
  return counter & 0xFFF
}

/**
 * A UUIDv7 (RFC 9562 5.7): 48 bits of milliseconds, 12 of a counter, then chance, so that ids sort by their making
 * also within a millisecond. A clock that is set back begins a new order.
 */
export function newId(now = Date.now()): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  const view = new DataView(bytes.buffer)
  view.setBigUint64(0, BigInt(now) << 16n | 0x7000n | BigInt(nextCounter(now, view.getUint16(6))))
  bytes[8] = 0x80 | (bytes[8]! & 0x3F)
  const hex = Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
