/** As many ten-sided dice as a plan promises: 66.4 bits (draw.md section 2). */
export const diceCount = 20
const group = 5

/** The digits in a typed text; those of a Chinese keyboard (０–９) count too, anything else is dropped. */
export function digitsOf(text: string): string {
  return text.normalize('NFKC').replace(/\D/g, '').slice(0, diceCount)
}

/** Digits in groups of five, as the field shows them. */
export function inGroups(digits: string): string {
  return digits.replace(new RegExp(`(\\d{${group}})(?=\\d)`, 'g'), '$1 ')
}

/** The field after a keystroke: its text, and where the caret stands behind as many digits as before. */
export function typed(text: string, caret: number): { text: string, caret: number } {
  const before = digitsOf(text.slice(0, caret)).length
  const gaps = Math.max(0, Math.ceil(before / group) - 1)
  return { text: inGroups(digitsOf(text)), caret: before + gaps }
}
