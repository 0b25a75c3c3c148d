import type { Asked, Told } from '../../src/verify/worker'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { encode } from '../../src/dr1/canonical'
import { computeFiles } from '../../src/dr1/folder'
import { commitment, digestOf } from '../../src/dr1/seed'
import { bytesOf } from '../../src/dr1/text'
import { begin } from '../../src/verify/page'
import { answering } from '../../src/verify/worker'

const nonce = '5e'.repeat(32)
const objects = 'A1\tA\t1\tpt\t-\nA2\tA\t1\tpt\t-\nA3\tA\t0\tpt\t-\nB1\tB\t16\tpt\t-\n'
const inspectors = 'Z1\t9\t0\tfj\t-\nZ2\t9\t0\t-\t-\n'
const manifest = encode({
  alg: 'dr/1',
  plan: 'P-1',
  objects: { sha256: digestOf(objects) },
  inspectors: { sha256: digestOf(inspectors) },
  take: { A: 1, B: 1 },
  slots: { pt: ['*', '*'] },
  seed: ['party.jw', 'dice.1'],
  sources: { 'party.jw': { commitment: commitment('P-1', 'party.jw', nonce) } },
})
const inputs = { 'manifest.json': manifest, 'objects.tsv': objects, 'inspectors.tsv': inspectors, 'contributions.tsv': `party.jw\t${nonce}\ndice.1\t123\n` }
const { result } = computeFiles(new Map(Object.entries(inputs).map(([name, text]) => [name, bytesOf(text)])))
const published: Record<string, string> = { ...inputs, 'result.txt': result }
const drawn = result.split('\n').slice(1, 3).map(line => line.split('\t')[0]!)
const names = Object.keys(published)

function serve(files: Record<string, string>) {
  vi.stubGlobal('fetch', async (address: string) => {
    const text = files[address]
    return text === undefined ? new Response('', { status: 404 }) : new Response(text)
  })
}

/** What somebody who computes says to these questions, after the progress. */
async function told(...asked: Asked[]): Promise<Told[]> {
  const said: Told[] = []
  const answer = answering(one => said.push(one))
  for (const one of asked)
    await answer(one)
  return said.filter(({ kind }) => kind !== 'working')
}

const verify: Asked = { files: names.map(name => [name, name]) }

beforeEach(() => serve(published))
afterEach(() => {
  vi.unstubAllGlobals()
  document.body.innerHTML = ''
})

describe('whoever computes', () => {
  it('finds the published draw right', async () => {
    expect(await told(verify)).toEqual([{ kind: 'right', sha256: digestOf(result) }])
  })

  it('names the file and the line of what was tampered with', async () => {
    serve({ ...published, 'result.txt': result.replace('Z1', 'Z2') })
    expect(await told(verify)).toEqual([{ kind: 'wrong', reason: expect.stringContaining('result.txt, line 2: computed is') as string }])
    serve({ ...published, 'objects.tsv': objects.replace('A2', 'A9') })
    expect(await told(verify)).toEqual([{ kind: 'wrong', reason: 'objects.tsv: its SHA-256 is not the one in the manifest' }])
  })

  it('does not call a draw wrong whose files did not come', async () => {
    serve({ ...published, 'objects.tsv': undefined as unknown as string })
    expect(await told(verify)).toEqual([{ kind: 'failed' }])
  })

  it('tells an owner the ticket of the own site and the cut-off', async () => {
    const other = ['A1', 'A2'].find(id => !drawn.includes(id))!
    const said = await told(verify, ...[...drawn, other, 'A3', 'X'].map(object => ({ object })))
    const fates = said.slice(1).map(one => one.kind === 'own' ? one.own : null)
    expect(fates.map(own => own?.fate)).toEqual(['drawn', 'drawn', 'not', 'excluded', 'unknown'])
    for (const own of fates.slice(0, 3)) {
      const ticket = own && 'ticket' in own ? own : { ticket: '', cut: '', fate: '' }
      expect(ticket.ticket).toMatch(/^[0-9a-f]{64}$/)
      expect(ticket.ticket <= ticket.cut).toBe(ticket.fate === 'drawn')
    }
  })

  it('tells an owner that the site was replaced, or came for another', async () => {
    const gone = drawn.find(id => id.startsWith('A'))!
    const came = ['A1', 'A2'].find(id => id !== gone)!
    const requests = `object\t${gone}\tfinished\n`
    const { changes } = computeFiles(new Map(Object.entries({ ...inputs, 'requests.tsv': requests }).map(([name, text]) => [name, bytesOf(text)])))
    serve({ ...published, 'requests.tsv': requests, 'changes.txt': changes! })
    const files: Asked = { files: [...names, 'requests.tsv', 'changes.txt'].map(name => [name, name]) }
    const said = await told(files, { object: gone }, { object: came }, { object: 'B1' })
    expect(said.slice(1).map(one => one.kind === 'own' && one.own.fate)).toEqual(['replaced', 'came', 'drawn'])
  })
})

describe('the page of a draw', () => {
  const states = ['ready', 'working', 'right', 'wrong', 'failed']
  let section: HTMLElement
  let asked: Asked[]
  let line: { postMessage: (one: Asked) => void, onmessage: ((event: MessageEvent<Told>) => void) | null }
  const say = (data: Told) => line.onmessage!({ data } as MessageEvent<Told>)
  const shown = () => states.filter(state => [...section.querySelectorAll<HTMLElement>(`[data-when=${state}]`)].some(each => !each.hidden))

  beforeEach(() => {
    document.body.innerHTML = `<section data-files="manifest.json result.txt">
      <p data-when="ready" hidden><button></button></p><p data-when="working" hidden><progress></progress></p>
      <p data-when="right" hidden></p><p data-when="wrong" hidden><b data-reason></b></p><p data-when="failed" hidden></p>
      <form data-when="right" hidden><input><b data-own="drawn" hidden></b><b data-own="unknown" hidden></b>
      <dl data-tickets hidden><dd data-stratum></dd><dd data-ticket></dd><dd data-cut></dd></dl></form></section>`
    section = document.querySelector('section')!
    asked = []
    line = { postMessage: one => asked.push(one), onmessage: null }
    begin(section, () => line)
  })

  it('computes when it is asked to, and shows one state at a time', () => {
    expect(shown()).toEqual(['ready'])
    section.querySelector('button')!.click()
    expect(shown()).toEqual(['working'])
    expect(asked).toEqual([{ files: [['manifest.json', expect.stringMatching(/\/manifest\.json$/)], ['result.txt', expect.anything()]] }])
    say({ kind: 'working', part: 0.5 })
    expect(section.querySelector('progress')!.value).toBe(0.5)
    say({ kind: 'wrong', reason: 'result.txt, line 2' })
    expect(shown()).toEqual(['wrong'])
    expect(section.querySelector('[data-reason]')!.textContent).toBe('result.txt, line 2')
    say({ kind: 'failed' })
    expect(shown()).toEqual(['failed'])
  })

  it('looks a site up once the draw is verified', () => {
    section.querySelector('button')!.click()
    say({ kind: 'right', sha256: '' })
    section.querySelector('input')!.value = ' A1 '
    section.querySelector('form')!.dispatchEvent(new Event('submit', { cancelable: true }))
    expect(asked.at(-1)).toEqual({ object: 'A1' })
    const hidden = (selector: string) => section.querySelector<HTMLElement>(selector)!.hidden
    say({ kind: 'own', own: { fate: 'drawn', stratum: 'A', ticket: '01', cut: '02' } })
    expect([hidden('[data-own=drawn]'), hidden('[data-own=unknown]'), hidden('dl')]).toEqual([false, true, false])
    expect(section.querySelector('[data-ticket]')!.textContent).toBe('01')
    say({ kind: 'own', own: { fate: 'unknown' } })
    expect([hidden('[data-own=drawn]'), hidden('[data-own=unknown]'), hidden('dl')]).toEqual([true, false, true])
  })
})
