import type { Board } from './board'
import type { Inspector } from './inspectors'
import type { KeyedHash } from './keyed'
import { bytesToHex } from '@noble/hashes/utils.js'

/** Who checks what: the three phases of the assignment (draw.md section 5). */

const range = 2 ** 48

/** The inspectors in rank order, which settles every tie. */
export function ranked(inspectors: readonly Inspector[], hashed: KeyedHash): Inspector[] {
  const keyed = inspectors.map(who => ({ who, key: `${bytesToHex(hashed.of(who.id))} ${who.id}` }))
  return keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ who }) => who)
}

/** An unbiased number in [0, candidates). */
export function pick(hashed: KeyedHash, seat: string, candidates: number): number {
  // Numbers from the limit up would favour the first candidates: try again instead.
  const limit = range - range % candidates
  for (let attempt = 0; ; attempt++) {
    const number = hashed.frontOf(`${seat}/${attempt}`)
    if (number < limit)
      return number % candidates
  }
}

const none = () => false

/** Gives an empty slot to one of the least loaded, by lot among equals; null if nobody can. */
export function deal(board: Board, slot: number, seat: string, hashed: KeyedHash, isBarred: (rank: number) => boolean = none): number | null {
  const equals = board.least(slot, isBarred)
  if (equals.length === 0)
    return null
  const taker = equals[pick(hashed, seat, equals.length)]!
  board.fill(slot, taker)
  return taker
}

/** Phases 2 and 3: fills by exchanges what stayed empty, then levels. Gives the reach of each slot that stays empty. */
export function settle(board: Board, empty: readonly number[]): Map<number, number[]> {
  const failures = new Map<number, number[]>()
  const dead = new Set<number>()
  for (const slot of empty) {
    const outcome = board.search([slot], dead, () => true)
    if (outcome !== 'relieved') {
      failures.set(slot, outcome.reach)
      outcome.reach.forEach(rank => dead.add(rank))
    }
  }
  level(board)
  return failures
}

function level(board: Board): void {
  const closed = new Set<number>()
  for (;;) {
    const giver = highest(board, closed)
    if (giver === null)
      return
    const most = board.level[giver]! - 2
    const outcome = board.search(board.slotsHeldBy(giver), new Set([...closed, giver]), rank => board.level[rank]! <= most)
    if (outcome !== 'relieved')
      [giver, ...outcome.reach].forEach(rank => closed.add(rank))
  }
}

/** Who has the highest level, by rank among equals, of those who hold something and are not closed. */
function highest(board: Board, closed: ReadonlySet<number>): number | null {
  let found: number | null = null
  for (let rank = 0; rank < board.level.length; rank++) {
    if (board.isBusy(rank) && !closed.has(rank) && (found === null || board.level[rank]! > board.level[found]!))
      found = rank
  }
  return found
}
