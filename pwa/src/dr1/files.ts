import { eachRow, identifier, listed, number, readRows, tokens } from './tables'

/** The frozen lists objects.tsv and inspectors.tsv (draw.md section 1). */

export const objectsFile = 'objects.tsv'
export const inspectorsFile = 'inspectors.tsv'

const objectColumns = [
  ['id', identifier],
  ['stratum', '[A-Za-z0-9._-]{1,16}'],
  ['weight', '[0-9]|1[0-6]'],
  ['category', '[a-z0-9-]{1,16}'],
  ['tags', listed],
] as const
const inspectorColumns = [['id', identifier], ['cap', number], ['base', number], ['skills', listed], ['avoid', listed]] as const

/** The object list, ascending by id, as parallel columns: a million rows would be a million arrays to collect. */
export interface Objects {
  ids: string[]
  strata: string[]
  weights: number[]
  categories: string[]
  tags: string[]
}

/** One inspector: most slots in this draw, slots already held, skills, and tags that recuse. */
export interface Inspector { id: string, cap: number, base: number, skills: string[], avoid: string[] }

export function readObjects(bytes: Uint8Array): Objects {
  const objects: Objects = { ids: [], strata: [], weights: [], categories: [], tags: [] }
  eachRow(bytes, objectsFile, { '': objectColumns }, ([id, stratum, weight, category, tags]) => {
    objects.ids.push(id!)
    objects.strata.push(stratum!)
    objects.weights.push(Number(weight))
    objects.categories.push(category!)
    objects.tags.push(tags!)
  })
  return objects
}

export function readInspectors(bytes: Uint8Array): Inspector[] {
  return readRows(bytes, inspectorsFile, { '': inspectorColumns }).map(([id, cap, base, skills, avoid]) => (
    { id: id!, cap: Number(cap), base: Number(base), skills: tokens(skills!), avoid: tokens(avoid!) }
  ))
}
