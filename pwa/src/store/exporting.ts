/** The way out: the outbox as one file, for a phone that will never see a network again (docs/decisions/0015). */
import type { Command } from './commands'
import type { FileState, OutboxEntry, Photo, PhotoPart, Store } from './database'
import { batchesOf } from './batches'
import { readMeta } from './meta'
import { entriesIn } from './outbox'
import { readBytes } from './photos'
import { digestOf } from './said'
import { isPast } from './sweep'

export interface Choice {
  /** Also what the server has accepted in the last days: for a server that has lost it. */
  kept: boolean
  /** Also the full-size originals that follow later. */
  originals: boolean
}

interface File { photoId: string, part: PhotoPart, sha256: string, size: number }

/** What an export would hold. */
export interface Contents { commands: Command[], photos: File[], bytes: number }

export interface About { app: string, deviceId: string }
export interface Progress { done: number, of: number }
export interface Exported { file: Blob, commands: number, photos: number }

/** More does not fit into the file's format, nor through the desk's door. */
export const mostBytes = 4_000_000_000

const bySeq = (a: OutboxEntry, b: OutboxEntry) => a.command.seq - b.command.seq

function filesOf(photo: Photo, { kept, originals }: Choice): File[] {
  const isWanted = (file: FileState | null): file is FileState =>
    file !== null && (file.state === 'unsent' || (kept && file.state === 'sent' && !isPast(file)))
  const parts: PhotoPart[] = originals ? ['rendition', 'original'] : ['rendition']
  return parts.flatMap((part) => {
    const file = photo[part]
    return isWanted(file) ? [{ photoId: photo.id, part, sha256: file.sha256, size: file.size }] : []
  })
}

const promised = (photos: readonly Photo[]) => photos.filter(({ promisedBy }) => promisedBy !== null)

/** Finds what would be exported; drafts are not in it, for they are nobody's word yet. */
export async function contentsOf(store: Store, choice: Choice): Promise<Contents> {
  const [unsent, accepted] = await Promise.all([
    entriesIn(store, 'unsent'),
    choice.kept ? entriesIn(store, 'accepted') : [],
  ])
  // A picture may have been taken in twice; the server knows it by its hash.
  const files = new Map<string, File>()
  for await (const photos of batchesOf(store, 'photos'))
    promised(photos).flatMap(photo => filesOf(photo, choice)).forEach(file => files.set(file.sha256, file))
  const found = [...files.values()]
  return {
    commands: [...unsent, ...accepted].sort(bySeq).map(({ command }) => command),
    photos: found,
    bytes: found.reduce((sum, { size }) => sum + size, 0),
  }
}

async function manifestOf(store: Store, { commands, photos }: Contents, { app, deviceId }: About): Promise<object> {
  const listed = commands.map(async command => ({ id: command.id, digest: await digestOf(command) }))
  return {
    format: 'suicha-outbox',
    version: 1,
    app,
    epoch: await readMeta(store, 'epoch') ?? null,
    person_id: store.personId,
    device_id: deviceId,
    exported_at: new Date().toISOString(),
    clock_offset_ms: Math.round(await readMeta(store, 'clockOffset') ?? 0),
    commands: await Promise.all(listed),
    photos: photos.map(({ sha256, size }) => ({ sha256, size })),
  }
}

type Add = (name: string, bytes: Uint8Array) => void

/** A plain ZIP of stored entries; each piece is handed to the browser at once, which may put it on the disk. */
async function zip(fill: (add: Add) => Promise<void>): Promise<Blob> {
  const { Zip, ZipPassThrough } = await import('fflate')
  const parts: Blob[] = []
  const file = new Zip((error, chunk) => {
    if (error)
      throw error
    parts.push(new Blob([chunk as Uint8Array<ArrayBuffer>]))
  })
  await fill((name, bytes) => {
    const entry = new ZipPassThrough(name)
    file.add(entry)
    entry.push(bytes, true)
  })
  file.end()
  return new Blob(parts, { type: 'application/zip' })
}

/**
 * Writes the outbox into one file, holding one photo at a time; what is exported stays in the outbox.
 * What is here is listed with its hash; whether a phone still has the bytes is seen when they are read.
 */
export async function exportOutbox(
  store: Store,
  about: About,
  choice: Choice,
  tell: (progress: Progress) => void = () => {},
): Promise<Exported> {
  const contents = await contentsOf(store, choice)
  const { commands, photos } = contents
  const text = new TextEncoder()
  const manifest = await manifestOf(store, contents, about)
  const file = await zip(async (add) => {
    add('manifest.json', text.encode(`${JSON.stringify(manifest, null, 1)}\n`))
    add('commands.jsonl', text.encode(commands.map(command => `${JSON.stringify(command)}\n`).join('')))
    for (const [done, { photoId, part, sha256 }] of photos.entries()) {
      tell({ done, of: photos.length })
      const bytes = await readBytes(store, photoId, part)
      if (bytes)
        add(`photos/${sha256}`, new Uint8Array(bytes))
    }
  })
  return { file, commands: commands.length, photos: photos.length }
}
