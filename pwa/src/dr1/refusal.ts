/** What dr/1 says no to: which file, which line (from 1, or null for the whole), and why. */
export class InputError extends Error {
  constructor(readonly file: string, readonly line: number | null, readonly reason: string) {
    super(`${line === null ? file : `${file}, line ${line}`}: ${reason}`)
  }
}

/** A text of the input as JSON writes it, which every language can. */
export const quoted = (text: string) => JSON.stringify(text)
