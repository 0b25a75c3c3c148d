/** Bytes and text, as dr/1 writes them: ASCII, lines that end with LF. */

const writer = new TextEncoder()
const latin = new TextDecoder('latin1')

export const bytesOf = (text: string): Uint8Array => writer.encode(text)

/** The text of bytes that are known to be ASCII: below 0x80 all of the Latin alphabets are. */
export const latinOf = (bytes: Uint8Array): string => latin.decode(bytes)

/** The text of bytes that are ASCII; the place of the first that is not, else. */
export function asciiOf(bytes: Uint8Array): string | number {
  const place = bytes.findIndex(byte => byte > 0x7F)
  return place < 0 ? latinOf(bytes) : place
}

/** Whether everything is less than what follows it. ASCII: by code unit is by byte. */
export function ascends(texts: readonly string[]): boolean {
  for (let n = 1; n < texts.length; n++) {
    if (!(texts[n - 1]! < texts[n]!))
      return false
  }
  return true
}
