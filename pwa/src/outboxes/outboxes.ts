import type { Got } from '../desk/wire'
import type { Tone } from '../parts/tones'
import { api, body } from '../api'
import { sendTo } from '../http'
import { readRefusal, Refusal } from '../refusal'
import { me } from '../session'

export type Import = Got<'/api/v1/outbox-imports/{import_id}'>
export type Brief = Got<'/api/v1/outbox-imports'>[number]
export type Report = NonNullable<Import['report']>
export type Line = Report['lines'][number]
export type Outcome = Line['outcome']

export const tones: Record<Import['state'], Tone> = { receiving: 'plain', checking: 'plain', checked: 'warn', applying: 'plain', applied: 'ok', refused: 'stop', expired: 'mute' }
export const outcomes = ['accepted', 'known', 'refused', 'retry'] as const

/** The server takes no more; whoever has more is told before it is sent. */
const mostBytes = 4_000_000_000

/** Who may answer for a file: supervisors, each for their own district. */
export const isVoucher = () => me.value?.role === 'supervisor'

/** Whether the server is still at it. */
export const isMoving = ({ state }: Pick<Import, 'state'>) => state === 'checking' || state === 'applying'

/** Whether taking it in would do anything. */
export const doesSomething = ({ commands, photos }: Report) =>
  commands.accepted + commands.retry + photos.accepted + photos.retry > 0

/** The lines that somebody has to read; what is as it should be is only counted. */
export const faultsOf = ({ lines }: Report) => lines.filter(({ outcome }) => outcome === 'refused' || outcome === 'retry')

export async function readLatest(): Promise<Brief[]> {
  return body(api.GET('/api/v1/outbox-imports'))
}

export async function readImport(id: string): Promise<Import> {
  return body(api.GET('/api/v1/outbox-imports/{import_id}', { params: { path: { import_id: id } } }))
}

/** Sends a phone's file to be tried; the browser streams it from the disk. */
export async function sendFile(file: Blob): Promise<Brief> {
  if (file.size > mostBytes)
    throw new Refusal(413, 'outbox.too_large', '')
  const answer = await sendTo('/api/v1/outbox-imports', {
    method: 'POST',
    headers: { 'Content-Type': 'application/zip' },
    body: file,
  })
  if (!answer.ok)
    throw await readRefusal(answer)
  return await answer.json() as Brief
}

/** Answers for the file whose report was read, and lets it be taken in. */
export async function vouchFor({ id, sha256 }: Import, reason: string): Promise<Import> {
  const params = { path: { import_id: id } }
  return body(api.POST('/api/v1/outbox-imports/{import_id}/vouch', { params, body: { sha256: sha256 ?? '', reason } }))
}
