/**
 * What a page had not yet written down when it went. Of a page that is left Chromium now and then gives up even a
 * transaction that was asked to commit (up to one of a hundred, bench/leaving.py); these words it keeps, and they have
 * room of their own. They stand only until the draft itself is on the disk.
 */
import type { Said, Store } from './database'

// Outside of a page, in tests, there is none.
const shelf = () => (globalThis as { localStorage?: Storage }).localStorage
const prefixOf = (personId: string) => `suicha.last-word.${personId}.`
const page = globalThis as Partial<Pick<Window, 'addEventListener' | 'removeEventListener'>>
let isGoing = false
page.addEventListener?.('pagehide', () => (isGoing = true))
// A page may come back as it was left.
page.addEventListener?.('pageshow', () => (isGoing = false))

/** Whether what is begun now may be given up. */
export const mayBeLost = () => isGoing || (typeof document !== 'undefined' && document.visibilityState === 'hidden')

/** Says all that is only in memory. */
export function speak({ personId, unsaved }: Pick<Store, 'personId' | 'unsaved'>): void {
  for (const [key, said] of unsaved)
    say(prefixOf(personId) + key, said)
}

/** What finds no room even here is lost with the page. */
function say(name: string, word: Said) {
  try {
    // Another tab may have held a newer one.
    if ((wordAt(name)?.saidAt ?? '') <= word.saidAt)
      shelf()?.setItem(name, JSON.stringify(word))
  }
  catch (error) {
    console.warn('no room for a last word', error)
  }
}

/** What was said of the drafts of one person, by their keys. */
export function spokenBy(personId: string): [string, Said][] {
  return namesOf(personId).flatMap((name): [string, Said][] => {
    const word = wordAt(name)
    return word ? [[name.slice(prefixOf(personId).length), word]] : []
  })
}

/** What was said of a draft until then is on the disk, or of no use any more. */
export function unspeak(personId: string, key: string, until: string): void {
  const name = prefixOf(personId) + key
  if ((wordAt(name)?.saidAt ?? '') <= until)
    shelf()?.removeItem(name)
}

export function unspeakAll(personId: string): void {
  namesOf(personId).forEach(name => shelf()?.removeItem(name))
}

function namesOf(personId: string): string[] {
  const names = Array.from({ length: shelf()?.length ?? 0 }, (_, n) => shelf()?.key(n) ?? '')
  return names.filter(name => name.startsWith(prefixOf(personId)))
}

/** Whatever else stands there, it must not keep the app from opening. */
function wordAt(name: string): Said | null {
  try {
    const word = JSON.parse(shelf()?.getItem(name) ?? 'null') as Partial<Said> | null
    return typeof word?.saidAt === 'string' && word.value !== undefined ? word as Said : null
  }
  catch {
    return null
  }
}

/** Speaks when the page goes away, or out of sight; returns how to end it. */
export function speakWhenLeft(store: Pick<Store, 'personId' | 'unsaved'>): () => void {
  const go = () => {
    if (mayBeLost())
      speak(store)
  }
  const moments = ['pagehide', 'visibilitychange']
  moments.forEach(moment => page.addEventListener?.(moment, go))
  return () => moments.forEach(moment => page.removeEventListener?.(moment, go))
}
