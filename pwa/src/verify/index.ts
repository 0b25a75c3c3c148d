import type { Asked } from './worker'
import { begin } from './page'
import { answering } from './worker'

/** One file for both: the page of a draw, and the worker that computes while the page stays responsive. */
const section = typeof document === 'undefined' ? null : document.querySelector<HTMLElement>('#verify')
const script = typeof document === 'undefined' ? null : document.currentScript as HTMLScriptElement | null

if (section && script) {
  begin(section, () => new Worker(script.src))
}
else if (typeof document === 'undefined') {
  const answer = answering(told => postMessage(told))
  addEventListener('message', ({ data }: MessageEvent<Asked>) => void answer(data))
}
