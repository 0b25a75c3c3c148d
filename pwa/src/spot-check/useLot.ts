import type { InjectionKey, Ref } from 'vue'
import type { ChecklistItem, Given } from '../checklists'
import { inject, provide, ref } from 'vue'

/** The totals of lots as they were typed, by item: also where no answer holds one yet, or no more. */
export interface Lots {
  of: (itemId: string) => number | undefined
  keep: (itemId: string, total: number | undefined) => void
}

const lotsKey: InjectionKey<Lots> = Symbol('lots')

/** Lets the fields below keep their totals here; where nobody does, they forget them. */
export const provideLots = (lots: Lots) => provide(lotsKey, lots)

/**
 * How many members a lot has, and how to set it. Answers hold it with their first reading or count; until then it is
 * kept besides, for its field goes when it is scrolled away, and a phone may die.
 */
export function useLot(item: ChecklistItem, given: Given | undefined): { lot: Readonly<Ref<number | undefined>>, setLot: (total: number | undefined) => void } {
  const lots = inject(lotsKey, null)
  const lot = ref(given?.lot ?? lots?.of(item.id))
  return {
    lot,
    setLot(total) {
      lot.value = total
      lots?.keep(item.id, total)
    },
  }
}
