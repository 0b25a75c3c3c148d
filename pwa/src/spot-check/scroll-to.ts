import { painted } from '../parts/painted'

/** A page on which nothing comes to rest is left where it is after so many looks. */
const looks = 40
const touches = ['pointerdown', 'wheel', 'keydown'] as const

const isCalm = () => window.matchMedia('(prefers-reduced-motion: reduce)').matches

/** Calls `look` until it says that all is at rest, or until somebody touches the page: nobody is moved under a finger. */
async function untilAtRest(look: () => boolean) {
  const touched = new AbortController()
  touches.forEach(touch => addEventListener(touch, () => touched.abort(), { capture: true, signal: touched.signal }))
  for (let n = 0; n < looks && !touched.signal.aborted && !look(); n++)
    await painted()
  touched.abort()
}

/**
 * Shows an element at the top of what scrolls; nothing happens where there is none. Of what is far away in a long list
 * there is only the room (parts/LongPiece): it is filled there, and so is what is above it, which moves it.
 */
export async function scrollTo(elementId: string, behavior: ScrollBehavior): Promise<void> {
  const found = () => document.getElementById(elementId)
  const isRoom = () => found()?.hasChildNodes() === false
  const goesStraight = isRoom() || isCalm()
  found()?.scrollIntoView({ block: 'start', behavior: goesStraight ? 'instant' : behavior })
  if (!isRoom())
    return
  let before: number | undefined
  await untilAtRest(() => {
    found()?.scrollIntoView({ block: 'start', behavior: 'instant' })
    const top = found()?.getBoundingClientRect().top
    const isAtRest = top === undefined || (top === before && !isRoom())
    before = top
    return isAtRest
  })
}
