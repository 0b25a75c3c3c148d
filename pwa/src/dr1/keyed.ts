import { beginning, compress } from './compression'

/** So many bytes of a text: of an id, or of a seat with the number of its try. */
const longest = 200
const block = 64
/** After the text: one byte that ends it, and its length in bits. */
const ending = 9

/** SHA-256 of a key of one block followed by short ASCII texts (draw.md section 3); the key is worked in once. */
export class KeyedHash {
  private readonly keyed = Int32Array.from(beginning)
  private readonly state = new Int32Array(8)
  private readonly text = new Uint8Array(Math.ceil((longest + ending) / block) * block)
  private readonly view = new DataView(this.text.buffer)

  constructor(key: string) {
    this.put(key)
    compress(this.keyed, this.view, 0)
  }

  /** The hash of a text. */
  of(text: string): Uint8Array {
    this.write(text)
    const hash = new DataView(new ArrayBuffer(32))
    this.state.forEach((word, n) => hash.setInt32(4 * n, word))
    return new Uint8Array(hash.buffer)
  }

  /** The first 48 bits of the hash of a text: a number below 2^53. */
  frontOf(text: string): number {
    this.write(text)
    return this.front()
  }

  /** The same of a text that stands in a file, from one place to another. */
  frontIn(file: Uint8Array, from: number, to: number): number {
    for (let at = from; at < to; at++)
      this.text[at - from] = file[at]!
    this.finish(to - from)
    return this.front()
  }

  private write(text: string): void {
    this.put(text)
    this.finish(text.length)
  }

  private put(text: string): void {
    for (let n = 0; n < text.length; n++)
      this.text[n] = text.charCodeAt(n)
  }

  /** Hashes what is written, with the ending that SHA-256 gives to the key and the text. */
  private finish(length: number): void {
    const end = Math.ceil((length + ending) / block) * block
    this.text.fill(0, length + 1, end)
    this.text[length] = 0x80
    this.view.setUint32(end - 4, (block + length) * 8)
    this.state.set(this.keyed)
    for (let place = 0; place < end; place += block)
      compress(this.state, this.view, place)
  }

  private front(): number {
    return (this.state[0]! >>> 0) * 2 ** 16 + (this.state[1]! >>> 16)
  }
}
