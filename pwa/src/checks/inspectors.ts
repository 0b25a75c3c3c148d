import type { SpotCheckBrief } from './checks'
import { words as deskWords } from '../desk/words'
import { words } from './words'

/** Who was sent, the lead first. */
export function inspectorsOf({ inspectors }: Pick<SpotCheckBrief, 'inspectors'>): string {
  const names = inspectors.map(({ name, lead }) => (lead ? words('leadOf', { name }) : name))
  return names.join(deskWords('comma')) || words('noInspectors')
}
