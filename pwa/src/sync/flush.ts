import type { Command } from '../store/commands'
import type { Line } from './line'
import type { PushAnswer, Verdict } from './wire'
import { readRefusal } from '../refusal'
import { readMeta } from '../store/meta'
import { settle, unsentAfter } from '../store/outbox'
import { noteServerTime } from './clock'
import { exchange, isResync, readJson, unexpected, Unreachable } from './line'

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

/** Names the database this phone knows; beside the body, where an older server does not mind it. */
async function pathOf({ store }: Line): Promise<string> {
  const epoch = await readMeta(store, 'epoch')
  return epoch === undefined ? '/api/v1/sync/push' : `/api/v1/sync/push?epoch=${epoch}`
}

async function post(line: Line, commands: readonly Command[], sentAt: number): Promise<Response> {
  return exchange(line, await pathOf(line), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ device_id: line.deviceId(), sent_at: new Date(sentAt).toISOString(), commands }),
  })
}

/**
 * Pushes one batch. One that is refused whole is halved, until the command that spoils it stands alone.
 * Answers false when the server is a restored one: newer commands must not come before those it has lost.
 */
async function push(line: Line, commands: readonly Command[]): Promise<boolean> {
  const sentAt = Date.now()
  const answer = await post(line, commands, sentAt)
  if (answer.ok) {
    await takeVerdicts(line, answer, sentAt)
    return true
  }
  if (await isResync(answer))
    return false
  if (![400, 413, 422].includes(answer.status))
    throw await unexpected(answer)
  const [first] = commands
  if (first && commands.length === 1) {
    const { code, details } = await readRefusal(answer)
    await settle(line.store, [refusedAlone(first, code, details)])
    return true
  }
  const half = Math.ceil(commands.length / 2)
  return await push(line, commands.slice(0, half)) && push(line, commands.slice(half))
}

/**
 * Sends every unsent command once, oldest first; what is to be tried again waits for the next round.
 * Sends nothing to a restored server: the pull that follows finds out, and lets everything be offered again in order.
 */
export async function flushCommands(line: Line): Promise<void> {
  let done = 0
  for (;;) {
    const batch = fitting(await unsentAfter(line.store, done, mostCommands))
    const last = batch.at(-1)
    if (!last || !await push(line, batch))
      return
    done = last.seq
  }
}
