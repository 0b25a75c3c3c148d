/** What a person can do about what the server refused or flagged. */
import type { OutboxEntry } from '../store'

export type Advice = 'adviceCorrect' | 'adviceAgain' | 'adviceOffice' | 'adviceFlag' | 'adviceDecide' | 'adviceSupplement'

/** These end with time or with the office's help: the very same command may be accepted then. */
const passing = new Set(['spot_check.unknown', 'command.unknown', 'device.foreign', 'command.too_large'])

export function adviceFor({ state, command, code, flags }: OutboxEntry): Advice {
  if (state === 'refused' && command.name === 'hazard.report')
    return 'adviceCorrect'
  if (state === 'refused')
    return passing.has(code ?? '') ? 'adviceAgain' : 'adviceOffice'
  if (flags.includes('record.overtaken'))
    return 'adviceDecide'
  return flags.includes('spot_check.already_submitted') && command.name !== 'spot_check.submit' ? 'adviceSupplement' : 'adviceFlag'
}
