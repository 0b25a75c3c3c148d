import type { ChecklistItem, ChecklistSection } from '../checklists'
import type { Draft, Fault } from './drafts'
import type { Target } from './editing'
import type { Field } from './in-words'
import type { Around, ItemField, ItemSaid, Wrong, Wrongs } from './item-form'
import { computed, reactive, ref, shallowRef } from 'vue'
import { itemsOf } from '../checklists'
import { itemOf, itemsBefore, put, sectionOf } from './editing'
import { wordsOfFault } from './fault-words'
import { inWords } from './in-words'
import { copyOf, merged, readItem, saidOf } from './item-form'
import { words } from './item-form-words'
import { useSaving } from './saving'

/** Which item is open: one of the draft's, or a new one of a section, behind another and like one. */
export interface Opened { id: string | null, section: string, after?: string, like?: ItemSaid }

/** Where somebody else wrote in the same field meanwhile, and what they have there. */
export interface Theirs { revision: number, took: boolean, gone: boolean, sectionGone: boolean, both: { field: Field, value: string }[] }

/** The field of the form at which a fault of the server is told. */
function fieldOf({ field, code }: Fault): string {
  const others: Record<string, string> = { 'item.tolerance': 'lower', 'item.limit': 'limit', 'item.accept': 'rule' }
  return others[code] ?? field
}

const byCode = (items: readonly ChecklistItem[]) => new Map(items.map(item => [item.id, item]))
const codeWords = { code: 'codeWrong' } as const
const wordsOfWrong = ({ code, note }: Wrong) => words((code in codeWords ? 'codeWrong' : code) as 'whole', { note })

/** The form of the item, as `sections` have it. */
function formOf(sections: readonly ChecklistSection[], id: string | null, section: string): ItemSaid {
  const item = id === null ? null : itemOf(sections, id) ?? null
  const home = id === null ? undefined : sectionOf(sections, id)
  return saidOf(item, home ?? sections.find(each => each.id === section) ?? null, itemsOf(sections))
}

/** The names under which a comparison tells a field of the form. */
const toldAs: Partial<Record<ItemField, Field>> = { rule_number: 'rule' }

/** What is typed, what it was when the form was filled, and what is wrong with it. */
function useTyped(draft: () => Draft, opened: Opened) {
  const old = ref(opened.id)
  const start = shallowRef(formOf(draft().sections, opened.id, opened.section))
  const said = reactive<ItemSaid>(copyOf(opened.like ?? start.value))
  const wrongs = shallowRef<Wrongs>({})

  const target = (): Target => (said.section === '' ? { title: said.title.trim(), guarantee: said.guarantee } : { id: said.section })
  const isAsItWas = (field: ItemField) => JSON.stringify(said[field]) === JSON.stringify(start.value[field])

  /** What stands beside a field: what is typed wrong, or what the server found as long as nobody mended it. */
  function wrong(field: ItemField): string | null {
    const here = wrongs.value[field]
    if (here)
      return wordsOfWrong(here)
    const fault = isAsItWas(field) ? draft().faults.find(each => each.item === old.value && fieldOf(each) === field) : undefined
    return fault ? wordsOfFault(fault) : null
  }

  function around(): Around {
    const { sections } = draft()
    const base = old.value === null ? null : itemOf(sections, old.value) ?? null
    const taken = new Set(itemsOf(sections).map(({ id }) => id).filter(id => id !== old.value))
    const before = byCode(itemsBefore(sections, target(), old.value))
    return { base, taken, before, shownBefore: start.value.shown_when }
  }

  /** The item that is typed; null where something is wrong with it, which stands beside its field then. */
  function read(): ChecklistItem | null {
    const { item, wrongs: found } = readItem(said, around())
    wrongs.value = found ?? {}
    return item
  }

  function startAgain(from: Draft) {
    start.value = formOf(from.sections, old.value, said.section)
    Object.assign(said, copyOf(start.value))
  }

  return { old, start, said, target, wrong, wrongs, read, startAgain }
}

/** Goes on with a draft that somebody else has saved since: what was typed here stays. */
function join({ old, start, said }: ReturnType<typeof useTyped>, { sections, revision }: Draft, titles: ReadonlyMap<string, string>): Theirs {
  const item = old.value === null ? undefined : itemOf(sections, old.value)
  const gone = old.value !== null && !item
  if (gone)
    old.value = null
  const next = item ? formOf(sections, item.id, '') : start.value
  const { said: joined, both } = merged(start.value, said, next)
  const took = JSON.stringify(joined) !== JSON.stringify(said)
  Object.assign(said, copyOf(joined))
  start.value = next
  // A section that is gone is made again.
  const sectionGone = said.section !== '' && !sections.some(({ id }) => id === said.section)
  if (sectionGone)
    Object.assign(said, { title: titles.get(said.section) ?? '', section: '' })
  const told = item && inWords(item, sectionOf(sections, item.id)!.title, byCode(itemsOf(sections)))
  const named = [...new Set(both.map(name => toldAs[name] ?? name))] as Field[]
  return { revision, took, gone, sectionGone, both: told ? named.map(field => ({ field, value: told[field] })) : [] }
}

/** One item of a draft while it is typed: read, saved with the whole draft, kept through what others save. */
export function useItemForm(draft: () => Draft, opened: Opened, take: (next: Draft) => void) {
  const saving = useSaving(draft, take)
  const typed = useTyped(draft, opened)
  const theirs = shallowRef<Theirs | null>(null)
  /** How many faults the server found in what was just saved. */
  const faultsSaved = ref<number | null>(null)

  /** Saves; answers the item's code where it is saved and has no fault, null where there is still something to do. */
  async function save(): Promise<string | null> {
    faultsSaved.value = null
    const item = typed.read()
    const where = { old: typed.old.value, ...(opened.after !== undefined && { after: opened.after }) }
    const saved = item && await saving.save(put(draft().sections, item, typed.target(), where))
    if (!saved)
      return null
    typed.old.value = item.id
    theirs.value = null
    const found = saved.faults.filter(fault => fault.item === item.id).length
    if (found === 0)
      return item.id
    faultsSaved.value = found
    typed.startAgain(saved)
    return null
  }

  async function takeTheirs() {
    const titles = new Map(draft().sections.map(({ id, title }) => [id, title]))
    const fresh = await saving.fetchTheirs()
    if (fresh)
      theirs.value = join(typed, fresh, titles)
  }

  const { old, said, wrong, wrongs } = typed
  const wrongCount = computed(() => Object.keys(wrongs.value).length)
  return { ...saving, old, said, wrong, wrongCount, faultsSaved, theirs, save, takeTheirs }
}
