/** One item as the desk's form holds it: texts as they are typed, until they make an item. */
import type { Acceptance, ChecklistItem, ChecklistSection, Condition, Failing, Kind, Measure } from '../checklists'
import { isDecimal, kindOf, parsed, WordingError, written } from '../checklists'

export interface ReasonSaid { id: string, text: string, least: string, most: string }
export interface OptionSaid { value: string, label: string, fails: boolean }
export type Rule = '' | 'rate' | 'most' | 'one_stage' | 'two_stage'

export interface ItemSaid {
  /** The section's id; '' is a new one. */
  section: string
  title: string
  guarantee: boolean
  id: string
  name: string
  kind: Kind
  hint: string
  clause: string
  required: boolean
  unverified: boolean
  shown_when: string
  points: string
  reasons: ReasonSaid[]
  options: OptionSaid[]
  many: boolean
  unit: string
  design: string
  lower: string
  upper: string
  readings: string
  limit: string
  lot: boolean
  rule: Rule
  rule_number: string
  grade: string
  days: string
  party: string
}

export type ItemField = keyof ItemSaid
/** What is wrong at a field, by a code of item-form-words; `note` is what it adds. */
export interface Wrong { code: 'needed' | 'code' | 'whole' | 'decimal' | 'condition' | 'reason' | 'option' | 'optionTwice' | 'twice', note: string }
export type Wrongs = Partial<Record<ItemField, Wrong>>

export const kinds = ['judge', 'score', 'measure', 'choice', 'text', 'photo', 'count'] as const satisfies readonly Kind[]
export const parties = ['owner', 'surveyor', 'designer', 'builder', 'supervision'] as const
export const grades = ['general', 'serious', 'major'] as const satisfies readonly NonNullable<Failing['grade']>[]
export const rules = ['rate', 'most', 'one_stage', 'two_stage'] as const

/** Which fields an item of a kind has beside those that all have. */
export const fieldsOfKind: Readonly<Record<Kind, readonly ItemField[]>> = {
  judge: [],
  score: ['points', 'reasons'],
  measure: ['unit', 'design', 'lower', 'upper', 'readings', 'limit', 'lot', 'rule'],
  choice: ['options', 'many'],
  text: [],
  photo: [],
  count: ['unit', 'lot', 'rule'],
}

const code = /^[^\s{}$'"]{1,32}$/
const text = (value: number | string | null | undefined) => (value ?? '').toString()

/** A condition with the labels of options in it, as people know them; by their values where a label would be read otherwise. */
export function conditionText(condition: Condition, items: ReadonlyMap<string, ChecklistItem>): string {
  const plain = written(condition)
  const named = written(labelled(condition, items))
  try {
    return JSON.stringify(parsed(named, items)) === JSON.stringify(parsed(plain, items)) ? named : plain
  }
  catch {
    return plain
  }
}

function labelled(condition: Condition, items: ReadonlyMap<string, ChecklistItem>): Condition {
  if ('all' in condition)
    return { all: condition.all.map(part => labelled(part, items)) }
  if ('any' in condition)
    return { any: condition.any.map(part => labelled(part, items)) }
  if ('not' in condition)
    return { not: labelled(condition.not, items) }
  if (!('chosen' in condition))
    return condition
  const label = items.get(condition.item)?.options?.find(({ value }) => value === condition.chosen)?.label
  return label === undefined ? condition : { ...condition, chosen: label }
}

function ruleOf({ rate, most, counting }: Acceptance): Pick<ItemSaid, 'rule' | 'rule_number'> {
  if (counting)
    return { rule: counting, rule_number: '' }
  return rate === undefined ? { rule: 'most', rule_number: text(most) } : { rule: 'rate', rule_number: rate }
}

/** The form of an item that is there, or an empty one of a section; `items` are all of the list. */
export function saidOf(item: ChecklistItem | null, section: ChecklistSection | null, items: readonly ChecklistItem[]): ItemSaid {
  const { measure, fails, accept } = item ?? {}
  return {
    section: section?.id ?? '',
    title: '',
    guarantee: false,
    id: item?.id ?? '',
    name: item?.name ?? '',
    kind: item ? kindOf(item) : 'judge',
    hint: item?.hint ?? '',
    clause: item?.clause ?? '',
    required: item?.required ?? false,
    unverified: item?.unverified ?? false,
    shown_when: item?.shown_when ? conditionText(item.shown_when, new Map(items.map(each => [each.id, each]))) : '',
    points: text(item?.points),
    reasons: (item?.reasons ?? []).map(({ id, text: said, least, most }) => ({ id, text: said, least: text(least), most: text(most) })),
    options: (item?.options ?? []).map(option => ({ ...option })),
    many: item?.many ?? false,
    unit: measure?.unit ?? item?.unit ?? '',
    design: text(measure?.design),
    lower: text(measure?.lower),
    upper: text(measure?.upper),
    readings: text(measure?.readings ?? 1),
    limit: text(measure?.limit),
    lot: item?.lot ?? false,
    ...(accept ? ruleOf(accept) : { rule: '' as const, rule_number: '' }),
    grade: text(fails?.grade),
    days: text(fails?.days),
    party: text(fails?.party),
  }
}

/** The same form, to be typed in on its own. */
export function copyOf(said: ItemSaid): ItemSaid {
  return { ...said, reasons: said.reasons.map(each => ({ ...each })), options: said.options.map(each => ({ ...each })) }
}

/** A new row of a form gets an id that no other row has. */
export function freeId(letter: 'r' | 'o', taken: readonly string[]): string {
  let n = taken.length + 1
  while (taken.includes(`${letter}${n}`))
    n += 1
  return `${letter}${n}`
}

/** A number as people type it, also in full-width digits or with a real minus sign. */
export const plainNumber = (said: string) => said.normalize('NFKC').replace('−', '-').trim().replace(/^\+/, '')

function whole(said: string, least: number, most: number): number | null {
  const plain = plainNumber(said)
  const number = /^\d{1,7}$/.test(plain) ? Number(plain) : Number.NaN
  return number >= least && number <= most ? number : null
}

const range = (least: number, most: number): Wrong => ({ code: 'whole', note: `${least}～${most}` })

function wrongReason({ reasons }: ItemSaid): Wrong | null {
  const at = reasons.findIndex(each => each.text.trim() === '' || whole(each.least, 0, 1000) === null || whole(each.most, 1, 1000) === null)
  return at < 0 ? null : { code: 'reason', note: String(at + 1) }
}

function wrongOption({ options }: ItemSaid): Wrong | null {
  const labels = options.map(({ label }) => label.trim())
  if (labels.length === 0)
    return { code: 'needed', note: '' }
  const at = labels.indexOf('')
  if (at >= 0)
    return { code: 'option', note: String(at + 1) }
  const twice = labels.find((label, n) => labels.indexOf(label) !== n)
  return twice === undefined ? null : { code: 'optionTwice', note: twice }
}

function wrongRule({ rule, rule_number }: ItemSaid): Wrong | null {
  if (rule === 'rate' && !isDecimal(plainNumber(rule_number)))
    return { code: 'decimal', note: '' }
  return rule === 'most' && whole(rule_number, 0, 1_000_000) === null ? range(0, 1_000_000) : null
}

const blank = (said: string): Wrong | null => (said.trim() === '' ? { code: 'needed', note: '' } : null)
const number = (said: string, least: number, most: number) => (whole(said, least, most) === null ? range(least, most) : null)
const decimal = (said: string): Wrong | null => (said.trim() === '' || isDecimal(plainNumber(said)) ? null : { code: 'decimal', note: '' })

/** How a field is looked at; those that are not named take any text. */
const looks: Partial<Record<ItemField, (said: ItemSaid) => Wrong | null>> = {
  title: said => (said.section === '' ? blank(said.title) : null),
  id: said => blank(said.id) ?? (code.test(said.id.trim()) ? null : { code: 'code', note: '' }),
  name: said => blank(said.name),
  points: said => number(said.points, 1, 1000),
  reasons: wrongReason,
  options: wrongOption,
  readings: said => number(said.readings, 1, 200),
  design: said => decimal(said.design),
  lower: said => decimal(said.lower),
  upper: said => decimal(said.upper),
  limit: said => decimal(said.limit),
  rule: wrongRule,
  days: said => (said.days.trim() === '' ? null : number(said.days, 0, 365)),
}
const always = ['title', 'id', 'name', 'days'] as const

/** What an item is read against: the one it was, the codes of all others, and what a condition may ask. */
export interface Around { base: ChecklistItem | null, taken: ReadonlySet<string>, before: ReadonlyMap<string, ChecklistItem>, shownBefore: string }

export type Read = { item: ChecklistItem, wrongs: null } | { item: null, wrongs: Wrongs }

/** The item that a form says, or what is wrong with it, field by field; what it means is judged by the server. */
export function readItem(said: ItemSaid, around: Around): Read {
  const wrongs: Wrongs = {}
  for (const field of [...always, ...fieldsOfKind[said.kind]]) {
    const wrong = looks[field]?.(said)
    if (wrong)
      wrongs[field] = wrong
  }
  if (!wrongs.id && around.taken.has(said.id.trim()))
    wrongs.id = { code: 'twice', note: '' }
  const condition = conditionOf(said, around)
  if (condition instanceof WordingError)
    wrongs.shown_when = { code: 'condition', note: condition.part }
  if (Object.keys(wrongs).length > 0 || condition instanceof WordingError)
    return { item: null, wrongs }
  return { item: built(said, around.base, condition), wrongs: null }
}

/** What nobody touched stays as it is, also where it asks what is gone by now: the server says so. */
function conditionOf({ shown_when }: ItemSaid, { base, before, shownBefore }: Around): Condition | null | WordingError {
  if (shown_when.trim() === '')
    return null
  if (shown_when === shownBefore && base?.shown_when)
    return base.shown_when
  try {
    return parsed(shown_when, before)
  }
  catch (thrown) {
    if (thrown instanceof WordingError)
      return thrown
    throw thrown
  }
}

/** Without what is empty. */
function sparse<T extends object>(said: { [Key in keyof T]: T[Key] | '' | null | undefined }): T {
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== '' && value !== null && value !== undefined)) as T
}

function measureOf(said: ItemSaid): Measure {
  const [design, lower, upper, limit] = [said.design, said.lower, said.upper, said.limit].map(plainNumber)
  const given = sparse<Omit<Measure, 'unit' | 'readings'>>({ design, lower, upper, limit } as Record<'design' | 'lower' | 'upper' | 'limit', string>)
  return { unit: said.unit.trim(), readings: Number(plainNumber(said.readings)), ...given }
}

function acceptOf({ rule, rule_number }: ItemSaid): Acceptance | null {
  if (rule === '')
    return null
  if (rule === 'rate')
    return { rate: plainNumber(rule_number) }
  return rule === 'most' ? { most: Number(plainNumber(rule_number)) } : { counting: rule }
}

function failsOf({ grade, days, party }: ItemSaid, base: ChecklistItem | null): Failing | null {
  const { grade: _, days: __, party: ___, ...rest } = base?.fails ?? {}
  const said = { ...rest, ...sparse<Failing>({ grade: grade as NonNullable<Failing['grade']>, days: days.trim() === '' ? null : Number(plainNumber(days)), party }) }
  return Object.keys(said).length > 0 ? said : null
}

/** What belongs to the kind. */
function ofKind(said: ItemSaid): Partial<ChecklistItem> {
  const sample = { ...(said.lot && { lot: true }), ...sparse<Pick<ChecklistItem, 'accept'>>({ accept: acceptOf(said) ?? undefined }) }
  if (said.kind === 'score')
    return { points: Number(plainNumber(said.points)), reasons: said.reasons.map(({ id, text: ground, least, most }) => ({ id, text: ground.trim(), least: Number(plainNumber(least)), most: Number(plainNumber(most)) })) }
  if (said.kind === 'choice')
    return { options: said.options.map(option => ({ ...option, label: option.label.trim() })), many: said.many }
  if (said.kind === 'measure')
    return { ...sample, measure: measureOf(said) }
  return said.kind === 'count' ? { ...sample, unit: said.unit.trim() } : {}
}

/** What the form does not know of an item stays. */
function built(said: ItemSaid, base: ChecklistItem | null, shown_when: Condition | null): ChecklistItem {
  const { points: _, reasons: _r, options: _o, many: _m, measure: _me, unit: _u, accept: _a, lot: _l, fails: _f, shown_when: _s, ...rest } = base ?? { no: 0 }
  const fails = failsOf(said, base)
  const { kind, required, unverified } = said
  const [id, name, hint, clause] = [said.id, said.name, said.hint, said.clause].map(each => each.trim()) as [string, string, string, string]
  return { ...rest, id, name, hint, clause, kind, required, unverified, ...(shown_when && { shown_when }), ...ofKind(said), ...(fails && { fails }) }
}

/** A form as somebody filled it in on an item that has changed since: what they left alone is as it is now. */
export function merged(start: ItemSaid, mine: ItemSaid, theirs: ItemSaid): { said: ItemSaid, both: ItemField[] } {
  const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)
  const names = Object.keys(mine) as ItemField[]
  const left = names.filter(name => same(start[name], mine[name]))
  const said = { ...mine, ...Object.fromEntries(left.map(name => [name, theirs[name]])) }
  const both = names.filter(name => !left.includes(name) && !same(start[name], theirs[name]) && !same(mine[name], theirs[name]))
  return { said, both }
}
