/** The shapes of push and pull (sync.md, "Commands, not rows" and "Pulling"). */
import type { Command } from '../store/commands'

export interface Push { device_id: string | null, sent_at: string, commands: Command[] }

export interface Verdict {
  id: string | null
  verdict: 'accepted' | 'refused' | 'retry'
  code: string | null
  flags: string[]
  details: Record<string, unknown>
  receipt: string | null
}

export interface PushAnswer { verdicts: Verdict[], server_time: string }

/** Kinds that this app does not know yet are kept all the same. */
export interface Change { kind: string, id: string, row: object | null }

export interface PullAnswer { changes: Change[], cursor: string, more: boolean, server_time: string, epoch: string }
