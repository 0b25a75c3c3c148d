/** What an editor does to the sections of a draft; pure, each gives sections anew. */
import type { ChecklistItem, ChecklistSection, Condition } from '../checklists'
import type { Draft } from './drafts'
import { itemsOf, kindOf } from '../checklists'

type Sections = readonly ChecklistSection[]

/** Where an item goes: a section there is, or a new one with a title. */
export type Target = { id: string } | { title: string, guarantee: boolean }

const longestId = 32

/** A draft that says these sections; whether it scores follows from its items, as with a sheet. */
export function withSections(draft: Draft, sections: ChecklistSection[]): Draft {
  const scored = itemsOf(sections).some(item => kindOf(item) === 'score')
  return { ...draft, sections, scored, split: sections.some(({ guarantee }) => guarantee) }
}

export const itemOf = (sections: Sections, id: string) => itemsOf(sections).find(item => item.id === id)
export const sectionOf = (sections: Sections, id: string) => sections.find(({ items }) => items.some(item => item.id === id))

/** A code like this one that is not taken: `B1-1`, `B1-1-2`, `B1-1-3`, … */
export function freeCode(taken: ReadonlySet<string>, code: string): string {
  let free = code
  for (let n = 2; taken.has(free); n++)
    free = `${code.slice(0, longestId - `-${n}`.length)}-${n}`
  return free
}

function freeSection(sections: Sections): string {
  const taken = new Set(sections.map(({ id }) => id))
  let n = sections.length + 1
  while (taken.has(`s${n}`))
    n += 1
  return `s${n}`
}

/** A condition that asks other items by the codes they have now. */
export function askingOf(condition: Condition, codes: ReadonlyMap<string, string>): Condition {
  if ('all' in condition)
    return { all: condition.all.map(part => askingOf(part, codes)) }
  if ('any' in condition)
    return { any: condition.any.map(part => askingOf(part, codes)) }
  if ('not' in condition)
    return { not: askingOf(condition.not, codes) }
  return { ...condition, item: codes.get(condition.item) ?? condition.item }
}

/** The codes of the items that a condition asks. */
export function askedBy(condition: Condition): string[] {
  if ('all' in condition)
    return condition.all.flatMap(askedBy)
  if ('any' in condition)
    return condition.any.flatMap(askedBy)
  return 'not' in condition ? askedBy(condition.not) : [condition.item]
}

const withItems = (section: ChecklistSection, items: ChecklistItem[]): ChecklistSection => ({ ...section, items })

/** The sections with a new code of an item wherever a condition asks it. */
function renamed(sections: Sections, old: string, code: string): ChecklistSection[] {
  const codes = new Map([[old, code]])
  return sections.map(section => withItems(section, section.items.map(item => (item.shown_when ? { ...item, shown_when: askingOf(item.shown_when, codes) } : item))))
}

/** The sections without an item, and without its section where that is empty then and not to be kept. */
function dropped(sections: Sections, id: string, keep?: string): ChecklistSection[] {
  const home = sectionOf(sections, id)
  if (!home)
    return [...sections]
  const items = home.items.filter(item => item.id !== id)
  return sections.flatMap(section => (section !== home ? [section] : items.length > 0 || section.id === keep ? [withItems(home, items)] : []))
}

/** The items that come before the place of an item, which a condition of it may ask; of a new one, before the end of its section. */
export function itemsBefore(sections: Sections, target: Target, id: string | null): ChecklistItem[] {
  const at = 'id' in target ? sections.findIndex(section => section.id === target.id) : -1
  const others = (items: readonly ChecklistItem[]) => items.filter(item => item.id !== id)
  if (at < 0)
    return others(itemsOf(sections))
  const { items } = sections[at]!
  const place = id === null ? -1 : items.findIndex(item => item.id === id)
  return others([...itemsOf(sections.slice(0, at)), ...(place < 0 ? items : items.slice(0, place))])
}

/** Puts an item in: in the place of the one with the code `old`, behind the item `after`, or at the end of its section. */
export function put(sections: Sections, item: ChecklistItem, target: Target, { old = null, after }: { old?: string | null, after?: string } = {}): ChecklistSection[] {
  const stays = old !== null && 'id' in target && sectionOf(sections, old)?.id === target.id
  const named = old !== null && old !== item.id ? renamed(sections, old, item.id) : [...sections]
  if (stays)
    return named.map(section => (section.id === target.id ? withItems(section, section.items.map(each => (each.id === old ? item : each))) : section))
  const rest = old === null ? named : dropped(named, old, 'id' in target ? target.id : undefined)
  if (!('id' in target) || !rest.some(({ id }) => id === target.id))
    return [...rest, { id: freeSection(rest), title: 'id' in target ? item.name : target.title, guarantee: 'id' in target ? false : target.guarantee, items: [item] }]
  return rest.map((section) => {
    if (section.id !== target.id)
      return section
    const at = section.items.findIndex(({ id }) => id === after) + 1 || section.items.length
    return withItems(section, [...section.items.slice(0, at), item, ...section.items.slice(at)])
  })
}

/** A section with another title, or no longer 保证项目. */
export function retitled(sections: Sections, id: string, said: { title: string, guarantee: boolean }): ChecklistSection[] {
  return sections.map(section => (section.id === id ? { ...section, ...said } : section))
}

/** A section moved before or behind its neighbour. */
export function movedSection(sections: Sections, id: string, by: 1 | -1): ChecklistSection[] {
  const at = sections.findIndex(section => section.id === id)
  const to = at + by
  if (at < 0 || to < 0 || to >= sections.length)
    return [...sections]
  const rest = sections.filter((_, n) => n !== at)
  return [...rest.slice(0, to), sections[at]!, ...rest.slice(to)]
}

export const withoutSection = (sections: Sections, id: string) => sections.filter(section => section.id !== id)

/** What copying did besides: codes that were taken already, and items whose condition asks what was not copied. */
export interface Copied { sections: ChecklistSection[], recoded: { from: string, to: string }[], unasked: string[] }

/**
 * Copies items of another list behind those of the draft: into the section `into`, or into that of the same title.
 * A condition goes along where all that it asks does: the same code may be another question here.
 */
export function copied(sections: Sections, picked: Sections, into: string | null): Copied {
  const taken = new Set(itemsOf(sections).map(({ id }) => id))
  const codes = new Map<string, string>()
  for (const { id } of itemsOf(picked)) {
    codes.set(id, freeCode(taken, id))
    taken.add(codes.get(id)!)
  }
  const unasked: string[] = []
  /** An item as it is here: under its code, with the condition that goes along. */
  const here = ({ shown_when, ...item }: ChecklistItem): ChecklistItem => {
    const id = codes.get(item.id)!
    if (!shown_when)
      return { ...item, id }
    if (askedBy(shown_when).every(asked => codes.has(asked)))
      return { ...item, id, shown_when: askingOf(shown_when, codes) }
    unasked.push(id)
    return { ...item, id }
  }
  let made = [...sections]
  for (const { section: { title, guarantee }, item } of picked.flatMap(section => section.items.map(item => ({ section, item })))) {
    const home = into ?? made.find(each => each.title === title && each.guarantee === guarantee)?.id
    made = put(made, here(item), home === undefined ? { title, guarantee } : { id: home })
  }
  const recoded = [...codes].filter(([from, to]) => from !== to).map(([from, to]) => ({ from, to }))
  return { sections: made, recoded, unasked }
}
