import type { Json } from './canonical'
import { decode } from './canonical'
import { InputError, quoted } from './refusal'
import { contributionForm, digestOf } from './seed'

/** The frozen manifest.json: as much of it as the computation needs (draw.md sections 1 and 4). */

export const manifestFile = 'manifest.json'
const digestForm = '[0-9a-f]{64}'
const printable = '[\\x20-\\x7e]+'

/** What one plan fixed before its seed existed; digests in hex, `document` is all of it. */
export interface Manifest {
  sha256: string
  plan: string
  objects: string
  inspectors: string
  take: ReadonlyMap<string, number>
  slots: ReadonlyMap<string, string[]>
  seed: string[]
  commitments: ReadonlyMap<string, string>
  document: { [key: string]: Json }
}

function refuse(reason: string): never {
  throw new InputError(manifestFile, null, reason)
}

function mapping(value: Json | undefined, name: string): { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : refuse(`${name} is not an object`)
}

const own = (value: { [key: string]: Json }, key: string): Json | undefined => Object.hasOwn(value, key) ? value[key] : undefined

function text(value: Json | undefined, name: string, form = printable): string {
  if (typeof value !== 'string' || !new RegExp(`^(?:${form})$`).test(value))
    return refuse(`${name} is not text of the form ${form}`)
  return value
}

function texts(value: Json | undefined, name: string): string[] {
  return Array.isArray(value) ? value.map((each, n) => text(each, `${name}[${n}]`)) : refuse(`${name} is not an array`)
}

function count(value: Json, name: string): number {
  return typeof value === 'number' && value >= 0 ? value : refuse(`${name} is not a count`)
}

function listDigest(document: { [key: string]: Json }, name: string): string {
  return text(own(mapping(own(document, name), name), 'sha256'), `${name}.sha256`, digestForm)
}

function commitmentsIn(document: { [key: string]: Json }): Map<string, string> {
  const sources = Object.hasOwn(document, 'sources') ? mapping(document.sources, 'sources') : {}
  const promises = Object.entries(sources).map(([id, each]) => [id, mapping(each, id)] as const)
  return new Map(promises
    .filter(([, promise]) => Object.hasOwn(promise, 'commitment'))
    .map(([id, promise]) => [id, text(promise.commitment, `${id}.commitment`, digestForm)]))
}

/** Reads manifest.json; throws InputError unless it is canonical and has every part the draw needs. */
export function readManifest(bytes: Uint8Array): Manifest {
  const document = mapping(decode(bytes, manifestFile), 'the manifest')
  if (own(document, 'alg') !== 'dr/1')
    refuse(`alg is not ${quoted('dr/1')}`)
  const take = mapping(own(document, 'take'), 'take')
  const slots = mapping(own(document, 'slots'), 'slots')
  return {
    sha256: digestOf(bytes),
    plan: text(own(document, 'plan'), 'plan'),
    objects: listDigest(document, 'objects'),
    inspectors: listDigest(document, 'inspectors'),
    take: new Map(Object.entries(take).map(([stratum, number]) => [stratum, count(number, `take.${stratum}`)])),
    slots: new Map(Object.entries(slots).map(([category, skills]) => [category, texts(skills, `slots.${category}`)])),
    seed: texts(own(document, 'seed'), 'seed').map(id => text(id, 'a contribution id in seed', contributionForm)),
    commitments: commitmentsIn(document),
    document,
  }
}
