/** Decimals as people type them, computed exactly: text in, millionths as whole numbers. */

const decimal = /^-?\d{1,9}(?:\.\d{1,6})?$/

/** At most nine digits before the point and six after it. */
export const isDecimal = (text: string) => decimal.test(text)

/** A decimal in millionths; throws RangeError for what is none. */
export function millionths(text: string): bigint {
  if (!isDecimal(text))
    throw new RangeError(`${text} is no decimal`)
  const [whole, part = ''] = text.replace('-', '').split('.')
  const size = BigInt(whole! + part.padEnd(6, '0'))
  return text.startsWith('-') ? -size : size
}
