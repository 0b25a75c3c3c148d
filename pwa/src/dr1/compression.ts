/**
 * The compression of SHA-256 (FIPS 180-4, section 6.2), for hashes that go on from a kept state.
 *
 * The library that hashes all else hides its state, and makes and copies one for every text: with a million
 * texts of one block each, that was most of the time. This makes nothing.
 */

const words = (hex: string) => Int32Array.from(hex.trim().split(/\s+/), word => Number.parseInt(word, 16))

/** The state before the first block. */
export const beginning = words('6a09e667 bb67ae85 3c6ef372 a54ff53a 510e527f 9b05688c 1f83d9ab 5be0cd19')

const constants = words(`
  428a2f98 71374491 b5c0fbcf e9b5dba5 3956c25b 59f111f1 923f82a4 ab1c5ed5
  d807aa98 12835b01 243185be 550c7dc3 72be5d74 80deb1fe 9bdc06a7 c19bf174
  e49b69c1 efbe4786 0fc19dc6 240ca1cc 2de92c6f 4a7484aa 5cb0a9dc 76f988da
  983e5152 a831c66d b00327c8 bf597fc7 c6e00bf3 d5a79147 06ca6351 14292967
  27b70a85 2e1b2138 4d2c6dfc 53380d13 650a7354 766a0abb 81c2c92e 92722c85
  a2bfe8a1 a81a664b c24b8b70 c76c51a3 d192e819 d6990624 f40e3585 106aa070
  19a4c116 1e376c08 2748774c 34b0bcb5 391c0cb3 4ed8aa4a 5b9cca4f 682e6ff3
  748f82ee 78a5636f 84c87814 8cc70208 90befffa a4506ceb bef9a3f7 c67178f2
`)
const schedule = new Int32Array(64)

/** Spreads a block over the schedule of 64 words. */
function fill(bytes: DataView, place: number): void {
  for (let t = 0; t < 16; t++)
    schedule[t] = bytes.getInt32(place + 4 * t)
  for (let t = 16; t < 64; t++) {
    const x = schedule[t - 15]!
    const y = schedule[t - 2]!
    const s0 = (x >>> 7 | x << 25) ^ (x >>> 18 | x << 14) ^ x >>> 3
    const s1 = (y >>> 17 | y << 15) ^ (y >>> 19 | y << 13) ^ y >>> 10
    schedule[t] = schedule[t - 16]! + s0 + schedule[t - 7]! + s1
  }
}

/** Works one block of 64 bytes, which begins at a place, into a state of eight words. */
export function compress(state: Int32Array, bytes: DataView, place: number): void {
  fill(bytes, place)
  let a = state[0]!
  let b = state[1]!
  let c = state[2]!
  let d = state[3]!
  let e = state[4]!
  let f = state[5]!
  let g = state[6]!
  let h = state[7]!
  for (let t = 0; t < 64; t++) {
    const s1 = (e >>> 6 | e << 26) ^ (e >>> 11 | e << 21) ^ (e >>> 25 | e << 7)
    const s0 = (a >>> 2 | a << 30) ^ (a >>> 13 | a << 19) ^ (a >>> 22 | a << 10)
    const one = h + s1 + (e & f ^ ~e & g) + constants[t]! + schedule[t]! | 0
    const two = s0 + (a & b ^ a & c ^ b & c) | 0
    h = g
    g = f
    f = e
    e = d + one | 0
    d = c
    c = b
    b = a
    a = one + two | 0
  }
  state[0]! += a
  state[1]! += b
  state[2]! += c
  state[3]! += d
  state[4]! += e
  state[5]! += f
  state[6]! += g
  state[7]! += h
}
