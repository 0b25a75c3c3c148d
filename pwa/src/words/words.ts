import { shallowRef } from 'vue'

export const locales = ['zh-CN', 'en'] as const
export type Locale = (typeof locales)[number]

type ParameterName<Text extends string>
  = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | ParameterName<Rest> : never
type Parameters<Text extends string>
  = [ParameterName<Text>] extends [never] ? [] : [Record<ParameterName<Text>, string | number>]
interface Catalogues<Chinese> { 'zh-CN': Chinese, 'en': { [Key in keyof Chinese]: string } }

const kept = 'suicha.locale'

function firstLocale(): Locale {
  const chosen = localStorage.getItem(kept)
  return locales.find(locale => locale === chosen) ?? 'zh-CN'
}

/** The language on screen; everything that reads it is drawn again when it changes. */
export const locale = shallowRef<Locale>(firstLocale())

/** Switches the language at once and remembers it on this device. */
export function setLocale(next: Locale) {
  locale.value = next
  localStorage.setItem(kept, next)
  document.documentElement.lang = next
}

/**
 * Replaces each `{name}` of a text by its parameter; one that is missing stays visible.
 * `{n|photo|photos}` is the one word or the other, as English counts: `1 photo`, `2 photos`.
 */
export function fill(text: string, parameters: Record<string, string | number> = {}): string {
  return text.replace(/\{(\w+)(?:\|([^|{}]*)\|([^|{}]*))?\}/g, (whole, name: string, one?: string, more?: string) => {
    const value = parameters[name]
    if (value === undefined)
      return whole
    return String(one === undefined ? value : (Number(value) === 1 ? one : more))
  })
}

/**
 * The words of one capability in both languages, as a function of key and parameters.
 * English must have exactly the keys of Chinese; the compiler holds it.
 */
export function defineWords<const Chinese extends Record<string, string>>(catalogues: Catalogues<Chinese>) {
  function words<Key extends keyof Chinese & string>(key: Key, ...parameters: Parameters<Chinese[Key]>): string {
    return fill(catalogues[locale.value][key], parameters[0])
  }
  return Object.assign(words, { catalogues })
}

/** Words whose key comes from the server and may be newer than this app. */
export function wordsOr<Chinese extends Record<string, string>>(
  words: { catalogues: Catalogues<Chinese> },
  key: string,
  fallback: string,
): string {
  const catalogue: Record<string, string> = words.catalogues[locale.value]
  return catalogue[key] ?? fallback
}
