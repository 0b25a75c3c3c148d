import type { Command } from '../store/commands'
import type { Line } from './line'
import type { PushAnswer, Verdict } from './wire'
import { readRefusal } from '../refusal'
import { settle, unsentAfter } from '../store/outbox'
import { noteServerTime } from './clock'
import { exchange, readJson, unexpected, Unreachable } from './line'

const mostCommands = 100
/** 1 MiB together, less what the envelope takes. */
const mostBytes = 1024 * 1024 - 1024

const sizeOf = (command: Command) => new TextEncoder().encode(JSON.stringify(command)).length + 1

/** The first commands that fit into one push; at least one, for the server alone says what is too large. */
function fitting(commands: readonly Command[]): Command[] {
  let bytes = 0
  const beyond = commands.findIndex((command, index) => {
    bytes += sizeOf(command)
    return index > 0 && bytes > mostBytes
  })
  return beyond === -1 ? [...commands] : commands.slice(0, beyond)
}

function refusedAlone(command: Command, code: string, details: Readonly<Record<string, unknown>>): Verdict {
  return { id: command.id, verdict: 'refused', code, flags: [], details: { ...details }, receipt: null }
}

async function takeVerdicts(line: Line, answer: Response, sentAt: number): Promise<void> {
  const { verdicts, server_time } = await readJson<PushAnswer>(answer)
  if (!Array.isArray(verdicts))
    throw new Unreachable('a push was answered without verdicts')
  await settle(line.store, verdicts)
  await noteServerTime(line.store, server_time, sentAt)
}

/** Pushes one batch. One that is refused whole is halved, until the command that spoils it stands alone. */
async function push(line: Line, commands: readonly Command[]): Promise<void> {
  const sentAt = Date.now()
  const answer = await exchange(line, '/api/v1/sync/push', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ device_id: line.deviceId(), sent_at: new Date(sentAt).toISOString(), commands }),
  })
  if (answer.ok)
    return takeVerdicts(line, answer, sentAt)
  if (![400, 413, 422].includes(answer.status))
    throw await unexpected(answer)
  const [first] = commands
  if (first && commands.length === 1) {
    const { code, details } = await readRefusal(answer)
    return settle(line.store, [refusedAlone(first, code, details)])
  }
  const half = Math.ceil(commands.length / 2)
  await push(line, commands.slice(0, half))
  await push(line, commands.slice(half))
}

/** Sends every unsent command once, oldest first; what is to be tried again waits for the next round. */
export async function flushCommands(line: Line): Promise<void> {
  let done = 0
  for (;;) {
    const batch = fitting(await unsentAfter(line.store, done, mostCommands))
    const last = batch.at(-1)
    if (!last)
      return
    await push(line, batch)
    done = last.seq
  }
}
