import type { Inspector } from './inspectors'
import type { Manifest } from './manifest'
import type { Objects } from './objects'
import type { Contribution } from './seed'
import type { Drawn, Progress } from './tickets'
import { deal, ranked, settle } from './assignment'
import { Board, needOf } from './board'
import { inspectorsFile, readInspectors } from './inspectors'
import { readManifest } from './manifest'
import { objectsFile, readObjects } from './objects'
import { InputError, quoted } from './refusal'
import { checkContributions, digestOf, hashedBy, readContributions, seedOf } from './seed'
import { draw, frontsOf } from './tickets'

/** The four files a draw is computed from, as they were published. */
export interface Published { manifest: Uint8Array, objects: Uint8Array, inspectors: Uint8Array, contributions: Uint8Array }

/** The files, read and found to belong together. */
export interface Inputs {
  manifest: Manifest
  objects: Objects
  inspectors: Inspector[]
  seed: string
  contributions: readonly Contribution[]
}

/** The outcome of one plan. `fronts` are of all tickets, by row: what replacements are drawn by. */
export interface Result {
  drawn: Drawn[]
  teams: (string | null)[][]
  fronts: Float64Array
  text: string
}

function checkDigest(file: string, bytes: Uint8Array, digest: string) {
  if (digestOf(bytes) !== digest)
    throw new InputError(file, null, 'its SHA-256 is not the one in the manifest')
}

function checkCategories({ slots }: Manifest, { kinds }: Objects) {
  // Kinds stand in the order of their first rows.
  const kind = kinds.find(({ category }) => !slots.has(category))
  if (kind)
    throw new InputError(objectsFile, kind.row + 1, `category ${quoted(kind.category)} has no slots in the manifest`)
}

/** Reads what a draw is computed from; throws InputError at the first thing that is not as it must be. */
export function readInputs(published: Published): Inputs {
  const contributions = readContributions(published.contributions)
  const manifest = readManifest(published.manifest)
  checkDigest(objectsFile, published.objects, manifest.objects)
  checkDigest(inspectorsFile, published.inspectors, manifest.inspectors)
  checkContributions(manifest.plan, manifest.seed, manifest.commitments, contributions)
  const objects = readObjects(published.objects)
  checkCategories(manifest, objects)
  const inspectors = readInspectors(published.inspectors)
  return { manifest, objects, inspectors, seed: seedOf(manifest.sha256, contributions), contributions }
}

/** Computes the draw (draw.md sections 3 to 5). */
export function compute(inputs: Inputs, tell?: Progress): Result {
  const { manifest, objects, seed } = inputs
  const hashed = hashedBy(seed, 'object')
  const fronts = frontsOf(objects, hashed, tell)
  const drawn = draw(objects, fronts, manifest.take, hashed)
  const board = new Board(ranked(inputs.inspectors, hashedBy(seed, 'inspector')))
  const slots = drawn.map(one => board.add(needOf(one, manifest.slots)))
  const picking = hashedBy(seed, 'pick')
  const empty = drawn.flatMap(({ id }, place) =>
    slots[place]!.filter((slot, t) => deal(board, slot, `${id}/${t}`, picking) === null))
  settle(board, empty)
  const teams = slots.map(each => each.map(slot => board.name(slot)))
  return { drawn, teams, fronts, text: textOf(drawn, teams) }
}

function textOf(drawn: readonly Drawn[], teams: readonly (string | null)[][]): string {
  const lines = drawn.map(({ id, stratum, ticket }, place) => `${[id, stratum, ticket, ...teams[place]!.map(who => who ?? '-')].join('\t')}\n`)
  return `dr/1 result\n${lines.join('')}`
}
