import { identifier, listed, number, readRows, tokens } from './tables'

/** The frozen list inspectors.tsv (draw.md section 1). */

export const inspectorsFile = 'inspectors.tsv'
const columns = [['id', identifier], ['cap', number], ['base', number], ['skills', listed], ['avoid', listed]] as const

/** One inspector: most slots in this draw, slots already held, skills, and tags that recuse. */
export interface Inspector { id: string, cap: number, base: number, skills: string[], avoid: string[] }

export function readInspectors(bytes: Uint8Array): Inspector[] {
  return readRows(bytes, inspectorsFile, { '': columns }).map(([id, cap, base, skills, avoid]) => (
    { id: id!, cap: Number(cap), base: Number(base), skills: tokens(skills!), avoid: tokens(avoid!) }
  ))
}
