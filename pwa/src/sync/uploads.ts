import type { FileState } from '../store/database'
import type { Sendable } from '../store/photos'
import type { Line } from './line'
import type { MayGo } from './originals'
import { readRefusal } from '../refusal'
import { unsentAfter } from '../store/outbox'
import { noteFile, readBytes, sendableOf } from '../store/photos'
import { exchange, unexpected, Unreachable } from './line'

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

/** Whether a file may go on; asked before each piece, for what is paid by the byte is paid by the piece. */
type GoesOn = () => Promise<boolean>
const always: GoesOn = async () => true

/** Sends what the server has not got of a file; answers whether it has all of it now. */
async function upload(line: Line, { photoId, part, file }: Sendable, goesOn: GoesOn): Promise<boolean> {
  const path = `/api/v1/uploads/${file.sha256}`
  let offset = await askOffset(line, path)
  // A restored server is offered also what was freed here long ago (store/sweep.ts); mostly it has it.
  if (offset === file.size)
    return true
  const bytes = await readBytes(line.store, photoId, part)
  if (!bytes)
    throw new FileRefused('photo.bytes_missing')
  while (offset < bytes.byteLength) {
    if (!await goesOn())
      return false
    const next = await sendPiece(line, path, bytes, offset)
    if (next === offset)
      throw new Unreachable('an upload does not move on')
    offset = next
  }
  return true
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
async function sendFile(line: Line, item: Sendable, goesOn: GoesOn): Promise<Unreachable | null> {
  try {
    // One that was stopped has not failed: it continues where it is when it may go again.
    if (await upload(line, item, goesOn))
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

/** How the files of one pass have gone. */
interface Tally { tried: number, failures: Unreachable[] }

/** Sends one file; after a few failures the line is taken to be down, and the first of them is thrown. */
async function tryFile(line: Line, item: Sendable, tally: Tally, goesOn: GoesOn = always): Promise<void> {
  tally.tried += 1
  const failure = await sendFile(line, item, goesOn)
  if (failure)
    tally.failures.push(failure)
  if (tally.failures[0] && tally.failures.length >= failuresARound)
    throw tally.failures[0]
}

/** Whether something is to be sent before any original: a command made after `seq`, or a rendition not tried yet. */
async function isWaiting({ store }: Line, seq: number): Promise<boolean> {
  const [command] = await unsentAfter(store, seq, 1)
  return command !== undefined || (await sendableOf(store, 'rendition')).some(({ file }) => file.attempts === 0)
}

/** Sends originals while they may go; answers whether it stopped for what goes before them. */
async function sendOriginals(line: Line, mayGo: MayGo, seq: number, tally: Tally): Promise<boolean> {
  for (const original of await mayGo(await sendableOf(line.store, 'original'))) {
    // The phone may have left the Wi-Fi since the last one, or its person may have chosen otherwise.
    const goesOn = async () => !await isWaiting(line, seq) && (await mayGo([original])).length > 0
    if (await goesOn())
      await tryFile(line, original, tally, goesOn)
    if (await isWaiting(line, seq))
      return true
  }
  return false
}

/**
 * Sends the photos that are owed, each continuing at the byte where it stopped: renditions, for which nothing is asked
 * beforehand, then the originals that may go. One that fails does not hold up those behind it.
 * Answers how many were tried, and whether originals were left because a command made after `seq` or another
 * rendition is waiting; else throws Unreachable when any is to be tried again.
 */
export async function flushPhotos(line: Line, which: (line: Line) => MayGo, seq: number): Promise<{ tried: number, isCut: boolean }> {
  const tally: Tally = { tried: 0, failures: [] }
  for (const rendition of await sendableOf(line.store, 'rendition'))
    await tryFile(line, rendition, tally)
  const isCut = await sendOriginals(line, which(line), seq, tally)
  if (tally.failures[0] && !isCut)
    throw tally.failures[0]
  return { tried: tally.tried, isCut }
}
