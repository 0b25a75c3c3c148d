import type { Tone } from '../parts/tones'
import type { HazardState } from './queue'

/** Blue: the office is to act; grey: somebody else is. */
export const stateTones: Record<HazardState, Tone> = {
  reported: 'plain',
  confirmed: 'mute',
  replied: 'plain',
  verified: 'plain',
  returned: 'warn',
  closed: 'ok',
}
