import type { Own } from './own'
import type { Asked, Told } from './worker'

/** The page of a draw: its words stand in it; this shows which of them hold. */

type State = 'ready' | 'working' | 'right' | 'wrong' | 'failed'
interface Line { postMessage: (asked: Asked) => void, onmessage: ((event: MessageEvent<Told>) => void) | null }

function all(root: ParentNode, selector: string): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>(selector)]
}

function put(root: ParentNode, selector: string, text: string) {
  all(root, selector).forEach((each) => {
    each.textContent = text
  })
}

function showOwn(section: HTMLElement, own: Own) {
  all(section, '[data-own]').forEach((each) => {
    each.hidden = each.dataset.own !== own.fate
  })
  const hasTicket = 'ticket' in own
  all(section, '[data-tickets]').forEach((each) => {
    each.hidden = !hasTicket
  })
  if (!hasTicket)
    return
  put(section, '[data-stratum]', own.stratum)
  put(section, '[data-ticket]', own.ticket)
  put(section, '[data-cut]', own.cut || '-')
}

/** Offers to verify the draw of this page; `open` opens a line to whoever computes. */
export function begin(section: HTMLElement, open: () => Line): void {
  const show = (state: State) => all(section, '[data-when]').forEach((each) => {
    each.hidden = each.dataset.when !== state
  })
  const names = (section.dataset.files ?? '').split(' ')
  const files = names.map((name): [string, string] => [name, new URL(name, document.baseURI).href])
  const bar = section.querySelector('progress')
  let line: Line | null = null

  const hear = ({ data }: MessageEvent<Told>) => {
    if (data.kind === 'own')
      return showOwn(section, data.own)
    if (data.kind === 'working' && bar)
      bar.value = data.part
    if (data.kind === 'wrong')
      put(section, '[data-reason]', data.reason)
    show(data.kind)
  }

  section.querySelector('[data-when=ready] button')?.addEventListener('click', () => {
    show('working')
    line = open()
    line.onmessage = hear
    line.postMessage({ files })
  })
  section.querySelector('form')?.addEventListener('submit', (event) => {
    event.preventDefault()
    const input = section.querySelector('input')!
    line?.postMessage({ object: input.value.trim() })
  })
  show('ready')
}
