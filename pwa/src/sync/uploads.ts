import type { FileState } from '../store/database'
import type { Sendable } from '../store/photos'
import type { Line } from './line'
import { readRefusal } from '../refusal'
import { noteFile, readBytes, sendableOf } from '../store/photos'
import { exchange, unexpected, Unreachable } from './line'
import { originalsToSend } from './originals'

/** tus 1.0 in pieces of half a megabyte: on a weak line a lost piece costs seconds, not the whole photo. */
const pieceBytes = 512 * 1024
const tus = { 'Tus-Resumable': '1.0.0' }
/** A hash that does not match is tried again: the pieces may have been mixed up on the way. */
const mismatchTries = 2
const failuresARound = 3

/** The server will not have this file; final but for a mismatch. */
class FileRefused extends Error {
  constructor(readonly code: string) {
    super(code)
    this.name = 'FileRefused'
  }
}

function offsetIn(answer: Response): number {
  const offset = Number(answer.headers.get('Upload-Offset') ?? Number.NaN)
  if (!Number.isSafeInteger(offset))
    throw new Unreachable('an upload was answered without an offset')
  return offset
}

async function refusedFile(answer: Response): Promise<Error> {
  if (![413, 415, 422].includes(answer.status))
    return unexpected(answer)
  return new FileRefused((await readRefusal(answer)).code)
}

async function askOffset(line: Line, path: string): Promise<number> {
  const answer = await exchange(line, path, { method: 'HEAD', headers: tus })
  if (!answer.ok)
    throw await refusedFile(answer)
  return offsetIn(answer)
}

async function sendPiece(line: Line, path: string, bytes: ArrayBuffer, offset: number): Promise<number> {
  const answer = await exchange(line, path, {
    method: 'PATCH',
    headers: { ...tus, 'Upload-Offset': String(offset), 'Content-Type': 'application/offset+octet-stream' },
    body: bytes.slice(offset, offset + pieceBytes),
  })
  // Somebody else's piece came first, or an answer of ours was lost: the server knows where it stands.
  if (answer.status === 409)
    return askOffset(line, path)
  if (!answer.ok)
    throw await refusedFile(answer)
  return offsetIn(answer)
}

async function upload(line: Line, { photoId, part, file }: Sendable): Promise<void> {
  const bytes = await readBytes(line.store, photoId, part)
  if (!bytes)
    throw new FileRefused('photo.bytes_missing')
  const path = `/api/v1/uploads/${file.sha256}`
  let offset = await askOffset(line, path)
  while (offset < bytes.byteLength) {
    const next = await sendPiece(line, path, bytes, offset)
    if (next === offset)
      throw new Unreachable('an upload does not move on')
    offset = next
  }
}

function afterFailure(error: unknown): (file: FileState) => Partial<FileState> {
  return file => ({
    attempts: file.attempts + 1,
    ...(error instanceof FileRefused && {
      code: error.code,
      state: error.code === 'photo.hash_mismatch' && file.attempts < mismatchTries ? 'unsent' : 'refused',
    }),
  })
}

/** Sends one file and writes down how it went; what ends the whole round is thrown. */
async function sendFile(line: Line, item: Sendable): Promise<Unreachable | null> {
  try {
    await upload(line, item)
    await noteFile(line.store, item, () => ({ state: 'sent', code: null, sentAt: new Date().toISOString() }))
    return null
  }
  catch (error) {
    if (!(error instanceof Unreachable || error instanceof FileRefused))
      throw error
    await noteFile(line.store, item, afterFailure(error))
    return error instanceof Unreachable ? error : null
  }
}

/** Answers how many were tried; throws Unreachable when any is to be tried again. */
async function sendFiles(line: Line, files: readonly Sendable[]): Promise<number> {
  const failures: Unreachable[] = []
  for (const file of files) {
    const failure = await sendFile(line, file)
    if (failure)
      failures.push(failure)
    if (failures.length >= failuresARound)
      break
  }
  if (failures[0])
    throw failures[0]
  return files.length
}

/**
 * Sends the photos that are owed, each continuing at the byte where it stopped: renditions, then the originals that
 * are not held back. One that fails does not hold up those behind it; after a few failures the line is taken to be down.
 * Answers and throws as sendFiles does.
 */
export async function flushPhotos(line: Line): Promise<number> {
  const renditions = await sendableOf(line.store, 'rendition')
  const originals = await originalsToSend(line, await sendableOf(line.store, 'original'))
  return sendFiles(line, [...renditions, ...originals])
}

/** Sends every original that is owed, also those held back: their person has said so. */
export async function flushOriginals(line: Line): Promise<number> {
  return sendFiles(line, await sendableOf(line.store, 'original'))
}
