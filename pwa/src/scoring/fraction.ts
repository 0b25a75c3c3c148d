/** An exact rational in lowest terms with a positive denominator. */
export interface Fraction {
  readonly numerator: bigint
  readonly denominator: bigint
}

function divisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : divisor(b, a % b)
}

/** `numerator / denominator` in lowest terms; both at least 0, the denominator not 0. */
export function fraction(numerator: bigint | number, denominator: bigint | number = 1): Fraction {
  const [above, below] = [BigInt(numerator), BigInt(denominator)]
  const common = divisor(above, below)
  return { numerator: above / common, denominator: below / common }
}

export const zero = fraction(0)

export const add = (a: Fraction, b: Fraction) =>
  fraction(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator)

/** `a × above / below`. */
export const scale = (a: Fraction, above: number, below = 1) =>
  fraction(a.numerator * BigInt(above), a.denominator * BigInt(below))

export const isBelow = (a: Fraction, limit: number) => a.numerator < BigInt(limit) * a.denominator

/** One decimal, halves up. For the eye only: two values that look alike may fall on either side of a limit. */
export function display(value: Fraction): string {
  const tenths = (value.numerator * 20n + value.denominator) / (value.denominator * 2n)
  return `${tenths / 10n}.${tenths % 10n}`
}
