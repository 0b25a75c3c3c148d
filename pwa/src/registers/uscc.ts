/** Why a 统一社会信用代码 may be mistyped. */
export type Doubt = 'length' | 'sign' | 'check_digit'

const length = 18
const signs = '0123456789ABCDEFGHJKLMNPQRTUWXY' // GB 32100-2015: no I, O, Z, S, V
const base = signs.length
const root = 3

/** The last sign that the first seventeen call for. */
function checkDigit(body: string): string {
  let weight = 1
  let sum = 0
  for (const sign of body) {
    sum += weight * signs.indexOf(sign)
    weight = weight * root % base
  }
  return signs[(base - sum % base) % base]!
}

/** What looks wrong with a code, as the server judges it: a warning, never a refusal. */
export function doubt(code: string): Doubt | null {
  if (code.length !== length)
    return 'length'
  if ([...code].some(sign => !signs.includes(sign)))
    return 'sign'
  return code.at(-1) === checkDigit(code.slice(0, -1)) ? null : 'check_digit'
}
