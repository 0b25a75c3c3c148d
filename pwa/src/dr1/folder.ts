import type { Inputs, Published, Result } from './result'
import type { Progress } from './tickets'
import { changesOf, requestsFile } from './changes'
import { inspectorsFile } from './inspectors'
import { manifestFile } from './manifest'
import { objectsFile } from './objects'
import { InputError, quoted } from './refusal'
import { compute, readInputs } from './result'
import { contributionsFile, digestOf } from './seed'

/** A published draw as its files, by their names, computed and verified (draw.md section 9, step 4). */
export type Files = ReadonlyMap<string, Uint8Array>

const resultFile = 'result.txt'
const changesFile = 'changes.txt'

function bytes(files: Files, name: string): Uint8Array {
  const found = files.get(name)
  if (!found)
    throw new InputError(name, null, 'cannot be read')
  return found
}

function published(files: Files): Published {
  return {
    manifest: bytes(files, manifestFile),
    objects: bytes(files, objectsFile),
    inspectors: bytes(files, inspectorsFile),
    contributions: bytes(files, contributionsFile),
  }
}

/** The result's text and, where something was asked for since, the changes'. */
export function computeFiles(files: Files): { result: string, changes: string | null } {
  const inputs = readInputs(published(files))
  const result = compute(inputs)
  const requests = files.get(requestsFile)
  return { result: result.text, changes: requests ? changesOf(inputs, result, requests) : null }
}

/** What was found right; `changes` is the text of what changed since, null where nothing did. */
export interface Verified { sha256: string, inputs: Inputs, result: Result, changes: string | null }

/** Computes all that was published; throws InputError at the first line that differs. */
export function verifyFiles(files: Files, tell?: Progress): Verified {
  const inputs = readInputs(published(files))
  const result = compute(inputs, tell)
  compare(resultFile, result.text, bytes(files, resultFile))
  const hasChanges = files.has(requestsFile) || files.has(changesFile)
  const changes = hasChanges ? changesOf(inputs, result, bytes(files, requestsFile)) : null
  if (changes !== null)
    compare(changesFile, changes, bytes(files, changesFile))
  return { sha256: digestOf(result.text), inputs, result, changes }
}

function compare(file: string, computed: string, found: Uint8Array) {
  const ours = computed.split('\n')
  // What is not ASCII is no line of ours, whatever it says in Latin letters.
  const theirs = new TextDecoder('latin1').decode(found).split('\n')
  for (let n = 0; n < Math.max(ours.length, theirs.length); n++) {
    if (ours[n] !== theirs[n])
      throw new InputError(file, n + 1, `computed is ${ours[n] === undefined ? 'the end' : quoted(ours[n]!)}`)
  }
}
