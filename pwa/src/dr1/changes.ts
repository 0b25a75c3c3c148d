import type { Inputs, Result } from './result'
import type { Drawn } from './tickets'
import { deal, ranked } from './assignment'
import { Board, needOf } from './board'
import { InputError, quoted } from './refusal'
import { hashedBy } from './seed'
import { identifier, readRows } from './tables'
import { firstOf } from './tickets'

/** What changes after the draw: seats drawn anew, objects replaced (draw.md section 5.1). */

export const requestsFile = 'requests.tsv'
const object = ['object', identifier] as const
const reason = ['reason', '[a-z-]{1,32}'] as const
const forms = {
  seat: [['kind', 'seat'], object, ['slot', '0|[1-9][0-9]{0,3}'], reason],
  object: [['kind', 'object'], object, reason],
} as const

/** The draw as it stands, while requests are worked. */
class Table {
  private readonly board: Board
  private readonly slots = new Map<string, number[]>()
  private readonly drawn = new Map<string, Drawn>()
  private readonly used = new Set<string>()
  private readonly barred = new Map<string, Set<number>>()
  private readonly redraws = new Map<number, number>()
  private readonly pick

  constructor(private readonly inputs: Inputs, private readonly result: Result) {
    const people = ranked(inputs.inspectors, hashedBy(inputs.seed, 'inspector'))
    const ranks = new Map(people.map(({ id }, rank) => [id, rank]))
    this.board = new Board(people)
    this.pick = hashedBy(inputs.seed, 'pick')
    result.drawn.forEach((one, place) => {
      const slots = this.add(one)
      result.teams[place]!.forEach((who, t) => who === null || this.board.fill(slots[t]!, ranks.get(who)!))
    })
  }

  work(row: string[], line: number): string[] {
    const [kind, id = '', third = '', why] = row
    const slots = this.drawn.has(id) ? this.slots.get(id) : undefined
    if (!slots)
      throw new InputError(requestsFile, line, `${quoted(id)} is not drawn`)
    if (kind === 'object')
      return [...row, ...this.replace(id, slots)]
    const slot = slots[Number(third)]
    if (slot === undefined)
      throw new InputError(requestsFile, line, `${quoted(id)} has no slot ${third}`)
    return [...row, ...this.redraw(id, slot, third, why === 'unavailable')]
  }

  private redraw(id: string, slot: number, t: string, everywhere: boolean): string[] {
    const before = this.board.name(slot)
    const leaver = this.board.vacate(slot)
    if (leaver !== null)
      this.barredFrom(everywhere ? '' : id).add(leaver)
    const redraw = (this.redraws.get(slot) ?? 0) + 1
    this.redraws.set(slot, redraw)
    this.deal(id, slot, `${t}/r${redraw}`)
    return [before ?? '-', this.board.name(slot) ?? '-']
  }

  private replace(id: string, slots: readonly number[]): string[] {
    slots.forEach(slot => this.board.vacate(slot))
    const now = this.next(this.drawn.get(id)!.stratum)
    this.drawn.delete(id)
    if (!now)
      return ['-', '-']
    const team = this.add(now)
    team.forEach((slot, t) => this.deal(now.id, slot, String(t)))
    return [now.id, now.ticket, ...team.map(slot => this.board.name(slot) ?? '-')]
  }

  /** The first of a stratum that was neither drawn nor used as a replacement. */
  private next(stratum: string): Drawn | undefined {
    const { objects, seed } = this.inputs
    const gone = [...this.used].length
    const first = firstOf(objects, this.result.fronts, stratum, gone + 1, hashedBy(seed, 'object'))
    return first.find(({ id }) => !this.used.has(id))
  }

  private add(one: Drawn): number[] {
    const slots = this.board.add(needOf(one, this.inputs.manifest.slots))
    this.slots.set(one.id, slots)
    this.drawn.set(one.id, one)
    this.used.add(one.id)
    return slots
  }

  private deal(id: string, slot: number, seat: string) {
    const everywhere = this.barredFrom('')
    const here = this.barredFrom(id)
    deal(this.board, slot, `${id}/${seat}`, this.pick, rank => everywhere.has(rank) || here.has(rank))
  }

  private barredFrom(id: string): Set<number> {
    const barred = this.barred.get(id) ?? new Set()
    this.barred.set(id, barred)
    return barred
  }
}

/** Works the requests in their order on what the draw gave; nobody but those named is moved. */
export function changesOf(inputs: Inputs, result: Result, requests: Uint8Array): string {
  const rows = readRows(requests, requestsFile, forms)
  const table = new Table(inputs, result)
  return `dr/1 changes\n${rows.map((row, n) => `${table.work(row, n + 1).join('\t')}\n`).join('')}`
}
