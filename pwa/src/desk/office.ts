import { me } from '../session'

/** Whether who sits here may act on what belongs to a district: a city reads its districts, each district acts for itself. */
export function actsFor(jurisdictionId: string): boolean {
  return me.value?.role === 'supervisor' && me.value.jurisdiction.id === jurisdictionId
}
