import { words } from './words'

const kilometre = 1000

/** A length as it is said: whole metres, or kilometres with one digit. */
export function metres(n: number): string {
  return n >= kilometre ? words('km', { n: (n / kilometre).toFixed(1) }) : words('m', { n: Math.round(n) })
}
