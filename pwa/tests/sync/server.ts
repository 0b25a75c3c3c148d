import type { Store } from '../../src/store'
import type { Line } from '../../src/sync/line'
import type { PullAnswer, Push, Verdict } from '../../src/sync/wire'
import { accepted } from '../builders'

interface Asked { method: string, path: string, init: RequestInit }
/** Answers a request in place of the server, or null to let it answer itself; `cut` loses the answer. */
type Fault = (asked: Asked) => Response | 'cut' | 'unsent' | null

const json = (body: object, status = 200) => new Response(JSON.stringify(body), { status })
export const refusal = (status: number, code: string) => json({ code, message: code, details: {} }, status)

/** A scripted server: a real ledger, tus offsets and pull pages, with faults put in by the test. */
export class FakeServer {
  readonly ledger = new Map<string, Verdict>()
  readonly pushes: Push[] = []
  readonly files = new Map<string, number[]>()
  readonly sizes = new Map<string, number>()
  readonly asked: string[] = []
  pages: (Partial<PullAnswer> | 'resync')[] = []
  verdictOf = (id: string): Verdict => accepted(id)
  faults: Fault[] = []
  signedInAs: string | null = null
  /** Originals that the office has asked for. */
  asking: string[] = []
  epoch = 'e1'

  line(store: Store): Line {
    return {
      store,
      deviceId: () => 'device-1',
      isStillMine: () => this.signedInAs === null || this.signedInAs === store.personId,
      send: async (path, init) => this.receive({ method: init.method ?? 'GET', path, init }),
    }
  }

  /** The next request that `match` fits is answered so, once. */
  once(match: (asked: Asked) => boolean, answer: Response | 'cut' | 'unsent') {
    const fault: Fault = (asked) => {
      if (!match(asked))
        return null
      this.faults = this.faults.filter(each => each !== fault)
      return answer
    }
    this.faults.push(fault)
  }

  countOf(method: string, path: string) {
    return this.asked.filter(each => each.startsWith(`${method} ${path}`)).length
  }

  private receive(asked: Asked): Response {
    this.asked.push(`${asked.method} ${asked.path}`)
    const fault = this.faults.map(each => each(asked)).find(answer => answer !== null)
    if (fault instanceof Response)
      return fault
    if (fault === 'unsent')
      throw new TypeError('network away')
    const answer = this.answer(asked)
    if (fault === 'cut')
      throw new TypeError('answer lost')
    return answer
  }

  private answer(asked: Asked): Response {
    if (asked.path.includes('/sync/push'))
      return this.isKnownTo(asked.path) ? this.push(JSON.parse(asked.init.body as string) as Push) : refusal(409, 'sync.resync')
    if (asked.path.includes('/sync/pull'))
      return this.pull()
    if (asked.path.endsWith('/originals/asked'))
      return json({ sha256s: this.asking })
    const sha256 = asked.path.split('/').at(-1) ?? ''
    return asked.method === 'HEAD' ? this.offset(sha256) : this.piece(sha256, asked.init)
  }

  private isKnownTo(path: string): boolean {
    return [null, this.epoch].includes(new URLSearchParams(path.split('?')[1]).get('epoch'))
  }

  /** Comes back from a backup that knows nothing of what was sent after it. */
  restore() {
    this.ledger.clear()
    this.files.clear()
    this.epoch = `after ${this.epoch}`
  }

  private push(push: Push): Response {
    this.pushes.push(push)
    for (const { id } of push.commands) {
      const verdict = this.ledger.get(id) ?? this.verdictOf(id)
      if (verdict.verdict !== 'retry')
        this.ledger.set(id, verdict)
    }
    const verdicts = push.commands.map(({ id }) => this.ledger.get(id) ?? this.verdictOf(id))
    return json({ verdicts, server_time: new Date().toISOString() })
  }

  private pull(): Response {
    const page = this.pages.shift() ?? {}
    if (page === 'resync')
      return refusal(409, 'sync.resync')
    return json({ changes: [], cursor: 'c', more: false, server_time: new Date().toISOString(), epoch: this.epoch, ...page })
  }

  private offset(sha256: string, status = 200): Response {
    const held = this.files.get(sha256)?.length ?? 0
    return new Response(null, { status, headers: { 'Upload-Offset': String(held), 'Tus-Resumable': '1.0.0' } })
  }

  private piece(sha256: string, init: RequestInit): Response {
    const held = this.files.get(sha256) ?? []
    const headers = new Headers(init.headers)
    if (Number(headers.get('Upload-Offset')) !== held.length)
      return refusal(409, 'upload.offset_mismatch')
    this.files.set(sha256, [...held, ...new Uint8Array(init.body as ArrayBuffer)])
    return this.offset(sha256, 204)
  }

  /** Half of the piece arrives, then the line is cut. */
  cutPieceAfter(sha256: string, bytes: number) {
    this.faults.push(({ method, path, init }) => {
      if (method !== 'PATCH' || !path.endsWith(sha256) || this.files.has(sha256))
        return null
      this.files.set(sha256, [...new Uint8Array((init.body as ArrayBuffer).slice(0, bytes))])
      return 'unsent'
    })
  }
}
