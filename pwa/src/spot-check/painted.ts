/** A page that nobody sees paints nothing: nothing waits for it longer than this, in milliseconds. */
const longest = 50

/** Resolves when what was changed just now is on the screen. */
export async function painted(): Promise<void> {
  await Promise.race([
    // A frame's callbacks run before it is painted, and the next task after.
    new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve))),
    new Promise(resolve => setTimeout(resolve, longest)),
  ])
}
