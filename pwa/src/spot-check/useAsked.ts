import type { Ref } from 'vue'
import type { Answers, ChecklistItem } from '../checklists'
import type { ChecklistVersion } from '../store'
import { computed } from 'vue'
import { gapOf, isComplete, itemsOf, scored, shown } from '../checklists'
import { steadyList } from '../parts/steady'

/** A section with what is asked for in it and what was answered; the same object until one of these changes. */
export interface AskedSection {
  id: string
  title: string
  guarantee: boolean
  items: readonly ChecklistItem[]
  /** One for each item, undefined where there is none. */
  answers: readonly (Answers[string] | undefined)[]
}

function steadySection(before: AskedSection | undefined, next: AskedSection): AskedSection {
  const isSame = before?.id === next.id && before.title === next.title && before.guarantee === next.guarantee
    && before.items === next.items && steadyList(before.answers, next.answers) === before.answers
  return isSame ? before : next
}

/**
 * What a list asks for as it is answered now, and what that comes to. With 600 items an answer must not cause the work
 * of 600 answers: what an answer does not change stays the same object, and what shows it is not drawn again; what is
 * counted follows from `painted`, the answers that are on the screen already.
 */
export function useAsked(list: Readonly<Ref<ChecklistVersion | null>>, answers: Readonly<Ref<Answers>>, painted = answers) {
  // What a condition hides is not asked for.
  const items = computed<readonly ChecklistItem[]>(before =>
    steadyList(before, list.value ? shown(itemsOf(list.value.sections), answers.value) : []))
  const parts = computed(() => {
    const asked = new Set(items.value)
    const all = list.value?.sections.map(section => ({ ...section, items: section.items.filter(item => asked.has(item)) })) ?? []
    return all.filter(section => section.items.length > 0)
  })
  const sections = computed<readonly AskedSection[]>((before) => {
    const known = new Map(before?.map(section => [section.id, section]))
    // Read once: to look 600 times whether it has changed would take longer than everything else here.
    const given = answers.value
    return parts.value.map(({ id, title, guarantee, items }) =>
      steadySection(known.get(id), { id, title, guarantee, items, answers: items.map(item => given[item.id]) }))
  })
  const done = computed(() => {
    const given = painted.value
    return items.value.filter(item => isComplete(item, given[item.id])).length
  })
  const score = computed(() => (list.value?.scored ? scored(list.value.sections, painted.value, items.value) : null))
  const gap = computed(() => list.value && score.value && gapOf(list.value.sections, painted.value, score.value, items.value))

  /** The next item that is not answered in full, from one to the end and then from the top. */
  function nextOpen(from: number): string | undefined {
    const order = [...items.value.slice(from + 1), ...items.value.slice(0, from + 1)]
    return order.find(item => !isComplete(item, answers.value[item.id]))?.id
  }
  return { items, sections, done, score, gap, nextOpen }
}
