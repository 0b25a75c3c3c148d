/** Two versions of a list, item by item: added, removed, changed, moved, the same; pure, in words. */
import type { ChecklistItem, ChecklistSection, Scheme } from '../checklists'
import type { Field } from './in-words'
import { itemsOf } from '../checklists'
import { fields, inWords } from './in-words'
import { words } from './pick-words'
import { words as writingWords } from './words'

/** What a draft and a version both say. */
export interface Definition { title: string, standard: string, source: string, scored: boolean, scheme: Scheme | null, sections: ChecklistSection[] }

export type ListField = 'titleOfList' | 'standard' | 'source' | 'scored' | 'scheme'
export interface Change<Name> { field: Name, from: string, to: string }
export interface ItemChange { id: string, name: string, section: string, changes: Change<Field | 'place'>[] }
export interface SectionChange { title: string, kind: 'added' | 'removed' | 'changed', changes: Change<'section' | 'guarantee' | 'place'>[] }
export interface Named { id: string, name: string, section: string }

export interface Comparison {
  list: Change<ListField>[]
  sections: SectionChange[]
  changed: ItemChange[]
  added: ItemChange[]
  removed: ItemChange[]
  moved: ItemChange[]
  same: Named[]
}

type Pair<T> = readonly [T, T]
interface Placed { item: ChecklistItem, section: ChecklistSection, at: number }

/** What has a key that both sides have just once. */
function matched<T>(before: readonly T[], after: readonly T[], key: (one: T) => string): Pair<T>[] {
  const old = byKey(before, key)
  return [...byKey(after, key)].flatMap(([name, [is, another]]) => {
    const [was, more] = old.get(name) ?? []
    return was !== undefined && is !== undefined && more === undefined && another === undefined ? [[was, is] as const] : []
  })
}

/** Pairs of two lists by the first key that tells them apart, in the order of `after`. */
function paired<T>(before: readonly T[], after: readonly T[], keys: ((one: T) => string)[]): Pair<T>[] {
  const found = new Map<T, T>()
  const gone = new Set<T>()
  for (const key of keys) {
    for (const [was, is] of matched(before.filter(one => !gone.has(one)), after.filter(one => !found.has(one)), key)) {
      gone.add(was)
      found.set(is, was)
    }
  }
  return after.flatMap(one => (found.has(one) ? [[found.get(one)!, one] as const] : []))
}

function byKey<T>(some: readonly T[], key: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const one of some)
    groups.set(key(one), [...groups.get(key(one)) ?? [], one])
  return groups
}

/** The largest part of these numbers that rises; what is not in it has been moved. */
export function rising(numbers: readonly number[]): Set<number> {
  const ends: number[] = []
  const before: number[] = []
  numbers.forEach((number, at) => {
    const place = ends.findIndex(end => numbers[end]! >= number)
    const length = place < 0 ? ends.length : place
    before[at] = length === 0 ? -1 : ends[length - 1]!
    ends[length] = at
  })
  const found = new Set<number>()
  for (let at = ends.at(-1) ?? -1; at >= 0; at = before[at]!)
    found.add(numbers[at]!)
  return found
}

const placed = (sections: readonly ChecklistSection[]): Placed[] => sections.flatMap(section => section.items.map((item, at) => ({ item, section, at })))
const placeOf = ({ section, at }: Placed) => words('placeOf', { section: section.title, n: at + 1 })
const named = ({ item, section }: Placed): Named => ({ id: item.id, name: item.name, section: section.title })
const yes = (said: boolean) => writingWords(said ? 'yes' : 'no')
const differing = <Name>(field: Name, from: string, to: string): Change<Name>[] => (from === to ? [] : [{ field, from, to }])

function listChanges(before: Definition, after: Definition): Change<ListField>[] {
  const scheme = ({ scheme: said }: Definition) => (said ? words('schemeOf', { name: said.class_name, weight: said.weight }) : '')
  return [
    ...differing('titleOfList' as const, before.title, after.title),
    ...differing('standard' as const, before.standard, after.standard),
    ...differing('source' as const, before.source, after.source),
    ...differing('scored' as const, yes(before.scored), yes(after.scored)),
    ...differing('scheme' as const, scheme(before), scheme(after)),
  ]
}

function sectionChanges(before: Definition, after: Definition, pairs: readonly Pair<ChecklistSection>[]): SectionChange[] {
  const [old, fresh] = [new Set(pairs.map(([one]) => one)), new Set(pairs.map(([, one]) => one))]
  const stays = rising(pairs.map(([one]) => before.sections.indexOf(one)))
  const place = (of: Definition, section: ChecklistSection) => words('sectionPlace', { n: of.sections.indexOf(section) + 1 })
  const changed = pairs.map(([was, is]): SectionChange => ({
    title: is.title,
    kind: 'changed',
    changes: [
      ...differing('section' as const, was.title, is.title),
      ...differing('guarantee' as const, yes(was.guarantee), yes(is.guarantee)),
      ...(stays.has(before.sections.indexOf(was)) ? [] : [{ field: 'place' as const, from: place(before, was), to: place(after, is) }]),
    ],
  }))
  return [
    ...changed.filter(({ changes }) => changes.length > 0),
    ...after.sections.filter(each => !fresh.has(each)).map(({ title }): SectionChange => ({ title, kind: 'added', changes: [] })),
    ...before.sections.filter(each => !old.has(each)).map(({ title }): SectionChange => ({ title, kind: 'removed', changes: [] })),
  ]
}

/** The pairs that are in another section, or in another order among those that stayed in theirs. */
function movedPairs(pairs: readonly Pair<Placed>[], sections: ReadonlyMap<ChecklistSection, ChecklistSection>): Set<Pair<Placed>> {
  const stayed = byKey(pairs.filter(([was, is]) => sections.get(was.section) === is.section), ([, is]) => is.section.id)
  const moved = new Set(pairs)
  for (const some of stayed.values()) {
    const stays = rising(some.map(([was]) => was.at))
    some.filter(([was]) => stays.has(was.at)).forEach(pair => moved.delete(pair))
  }
  return moved
}

/** All that an item says, as a change from nothing or to nothing. */
function whole(one: Placed, items: ReadonlyMap<string, ChecklistItem>, is: 'added' | 'removed'): ItemChange {
  const said = inWords(one.item, one.section.title, items)
  const no = writingWords('no')
  const told = fields.filter(field => !['section', 'id', 'name'].includes(field) && said[field] !== '' && said[field] !== no)
  return { ...named(one), changes: told.map(field => (is === 'added' ? { field, from: '', to: said[field] } : { field, from: said[field], to: '' })) }
}

/** Compares two versions; items are the same by their codes, then, where a code is new, by their names. */
export function compared(before: Definition, after: Definition): Comparison {
  const sections = paired(before.sections, after.sections, [({ title, guarantee }) => `${guarantee} ${title}`, ({ title }) => title, ({ id }) => id])
  const [old, fresh] = [placed(before.sections), placed(after.sections)]
  const pairs = paired(old, fresh, [({ item }) => item.id, ({ item, section }) => `${section.title} ${item.name}`, ({ item }) => item.name])
  const [was, is] = [new Map(itemsOf(before.sections).map(item => [item.id, item])), new Map(itemsOf(after.sections).map(item => [item.id, item]))]
  const moved = movedPairs(pairs, new Map(sections))
  const told = pairs.map((pair) => {
    const [from, to] = [inWords(pair[0].item, '', was), inWords(pair[1].item, '', is)]
    const said = fields.flatMap(field => differing(field, from[field], to[field]))
    const place: Change<'place'>[] = moved.has(pair) ? [{ field: 'place', from: placeOf(pair[0]), to: placeOf(pair[1]) }] : []
    return { ...named(pair[1]), said: said.length > 0, isMoved: moved.has(pair), changes: [...said, ...place] }
  })
  const [gone, kept] = [new Set(pairs.map(([one]) => one)), new Set(pairs.map(([, one]) => one))]
  return {
    list: listChanges(before, after),
    sections: sectionChanges(before, after, sections),
    changed: told.filter(({ said }) => said),
    added: fresh.filter(one => !kept.has(one)).map(one => whole(one, is, 'added')),
    removed: old.filter(one => !gone.has(one)).map(one => whole(one, was, 'removed')),
    moved: told.filter(({ said, isMoved }) => isMoved && !said),
    same: told.filter(({ said, isMoved }) => !said && !isMoved),
  }
}

/** Whether there is anything to tell. */
export const isSame = ({ list, sections, changed, added, removed, moved }: Comparison) => [list, sections, changed, added, removed, moved].every(each => each.length === 0)
