/**
 * What a page had not yet written down when it went. Of a page that is left Chromium now and then gives up even a
 * transaction that was asked to commit (some of a hundred; docs/RELIABILITY.md); these words it keeps, and they have
 * room of their own. They stand only until the draft itself is on the disk.
 */
import type { Store } from './database'

/** `savedAt`: RFC 3339, by this phone's clock. */
export interface LastWord { key: string, value: unknown, savedAt: string }

// Outside of a page, in tests, there is none.
const shelf = () => (globalThis as { localStorage?: Storage }).localStorage
const prefixOf = (personId: string) => `suicha.last-word.${personId}.`

/** Says all that is only in memory. */
export function speak({ personId, unsaved }: Pick<Store, 'personId' | 'unsaved'>): void {
  const savedAt = new Date().toISOString()
  for (const [key, value] of unsaved)
    say(prefixOf(personId) + key, { key, value, savedAt })
}

/** What finds no room even here is lost with the page. */
function say(name: string, word: LastWord) {
  try {
    shelf()?.setItem(name, JSON.stringify(word))
  }
  catch (error) {
    console.warn('no room for a last word', error)
  }
}

/** What was said of the drafts of one person. */
export function spokenBy(personId: string): LastWord[] {
  return keysOf(personId).map(key => read(shelf()?.getItem(key) ?? '')).filter(word => word !== null)
}

/** The draft is on the disk, or is no more. */
export function unspeak(personId: string, key: string): void {
  shelf()?.removeItem(prefixOf(personId) + key)
}

export function unspeakAll(personId: string): void {
  keysOf(personId).forEach(key => shelf()?.removeItem(key))
}

function keysOf(personId: string): string[] {
  const names = Array.from({ length: shelf()?.length ?? 0 }, (_, n) => shelf()?.key(n) ?? '')
  return names.filter(name => name.startsWith(prefixOf(personId)))
}

/** Whatever else stands there, it must not keep the app from opening. */
function read(text: string): LastWord | null {
  try {
    const word = JSON.parse(text) as LastWord | null
    return typeof word?.key === 'string' && typeof word.savedAt === 'string' ? word : null
  }
  catch {
    return null
  }
}

/** Speaks when the page goes away, or out of sight, behind whoever begins to write in that moment; returns how to end it. */
export function speakWhenLeft(store: Pick<Store, 'personId' | 'unsaved'>): () => void {
  const page = globalThis as Partial<Pick<Window, 'addEventListener' | 'removeEventListener'>>
  const go = () => speak(store)
  const hide = () => {
    if (document.visibilityState === 'hidden')
      go()
  }
  page.addEventListener?.('pagehide', go)
  // Comes after it of a page that goes, and here last of all.
  page.addEventListener?.('visibilitychange', hide)
  return () => {
    page.removeEventListener?.('pagehide', go)
    page.removeEventListener?.('visibilitychange', hide)
  }
}
