import type { Inspector } from './inspectors'
import type { Drawn } from './tickets'

/** Who holds which slot during an assignment, and Search over it (draw.md section 5). */

const nobody = -1
const root = -1

/** One object that needs a team: a skill or '*' for each slot, and the tags that recuse. */
export interface Need { id: string, slots: readonly string[], tags: readonly string[] }
export interface DeadEnd { reach: number[] }

/** Inspectors are numbered by rank, slots in slot order: object in draw order, then slot. */
export class Board {
  readonly level: number[]
  private readonly cap: number[]
  private readonly load: number[]
  private readonly first: number[] = []
  private readonly placeOf: number[] = []
  private readonly skillOf: string[] = []
  private readonly holderOf: number[] = []
  private readonly held: Set<number>[]
  private readonly skilled = new Map<string, Uint8Array>()
  private readonly avoiding = new Map<string, number[]>()
  private readonly shunned: Set<number>[] = []

  constructor(private readonly ranked: readonly Inspector[]) {
    this.level = ranked.map(({ base }) => base)
    this.cap = ranked.map(({ cap }) => cap)
    this.load = ranked.map(() => 0)
    this.held = ranked.map(() => new Set())
    ranked.forEach((who, rank) => {
      for (const skill of who.skills)
        this.having(skill)[rank] = 1
      for (const tag of who.avoid)
        this.avoiding.set(tag, [...this.avoiding.get(tag) ?? [], rank])
    })
    this.having('*').fill(1)
  }

  /** Puts an object on the board, with every slot empty; gives its slots. */
  add({ id, slots, tags }: Need): number[] {
    const place = this.first.push(this.placeOf.length) - 1
    this.shunned.push(new Set([...tags, `o:${id}`].flatMap(tag => this.avoiding.get(tag) ?? [])))
    return slots.map((skill) => {
      this.skillOf.push(skill)
      this.holderOf.push(nobody)
      return this.placeOf.push(place) - 1
    })
  }

  holder(slot: number): number | null {
    return this.holderOf[slot] === nobody ? null : this.holderOf[slot]!
  }

  name(slot: number): string | null {
    const rank = this.holder(slot)
    return rank === null ? null : this.ranked[rank]!.id
  }

  isBusy(rank: number): boolean {
    return this.load[rank]! > 0
  }

  slotsHeldBy(rank: number): number[] {
    return [...this.held[rank]!].sort((a, b) => a - b)
  }

  /** The least loaded of those who may take a slot and can hold more, in rank order. */
  least(slot: number, isBarred: (rank: number) => boolean): number[] {
    const may = this.mayTake(slot)
    let least = Infinity
    const found: number[] = []
    for (let rank = 0; rank < this.level.length; rank++) {
      const level = this.level[rank]!
      if (may[rank] !== 1 || level > least || !this.isOpen(rank) || isBarred(rank))
        continue
      if (level < least)
        found.length = 0
      found.push(rank)
      least = level
    }
    return found
  }

  /** Lets the holder of a slot leave, if it has one; gives the rank of who left. */
  vacate(slot: number): number | null {
    const leaver = this.holder(slot)
    this.seat(slot, nobody)
    if (leaver !== null)
      this.count(leaver, -1)
    return leaver
  }

  fill(slot: number, rank: number): void {
    this.follow(slot, rank, new Map([[slot, root]]))
  }

  /** Looks, breadth first, for exchanges that seat somebody of the goal and relieve a root, and follows them. */
  search(roots: readonly number[], barred: ReadonlySet<number>, goal: (rank: number) => boolean): 'relieved' | DeadEnd {
    const cameFrom = new Map(roots.map(slot => [slot, root]))
    const queue = [...roots]
    const reach: number[] = []
    let unseen = this.level.map((_, rank) => rank).filter(rank => !barred.has(rank))
    for (const slot of queue) {
      const may = this.mayTake(slot)
      const fresh = unseen.filter(rank => may[rank] === 1)
      const hit = fresh.find(rank => this.isOpen(rank) && goal(rank))
      if (hit !== undefined) {
        this.follow(slot, hit, cameFrom)
        return 'relieved'
      }
      reach.push(...fresh)
      unseen = unseen.filter(rank => may[rank] !== 1)
      const next = [...this.trades(slot), ...fresh.flatMap(rank => this.slotsHeldBy(rank))]
      for (const other of next.filter(each => !cameFrom.has(each))) {
        cameFrom.set(other, slot)
        queue.push(other)
      }
    }
    return { reach }
  }

  /** A mark at the rank of everybody who may take a slot: eligible, and not on its object. */
  private mayTake(slot: number): Uint8Array {
    const marks = this.having(this.skillOf[slot]!).slice()
    for (const rank of this.shunned[this.placeOf[slot]!]!)
      marks[rank] = 0
    for (const rank of this.slotsBeside(slot).map(other => this.holderOf[other]!).filter(rank => rank !== nobody))
      marks[rank] = 0
    return marks
  }

  /** The slots of the same object whose holder could as well hold this one: two of one object may trade places. */
  private trades(slot: number): number[] {
    const able = this.having(this.skillOf[slot]!)
    const shunned = this.shunned[this.placeOf[slot]!]!
    return this.slotsBeside(slot).filter((other) => {
      const rank = this.holderOf[other]!
      return other !== slot && rank !== nobody && able[rank] === 1 && !shunned.has(rank)
    })
  }

  /** Moves everybody on a path one step; only the levels of its two ends change. */
  private follow(from: number, taker: number, cameFrom: ReadonlyMap<number, number>): void {
    let slot = from
    let rank = taker
    while (slot !== root) {
      const leaver = this.holderOf[slot]!
      this.seat(slot, rank)
      rank = leaver
      slot = cameFrom.get(slot)!
    }
    this.count(taker, 1)
    if (rank !== nobody)
      this.count(rank, -1)
  }

  private isOpen(rank: number): boolean {
    return this.load[rank]! < this.cap[rank]!
  }

  private slotsBeside(slot: number): number[] {
    const place = this.placeOf[slot]!
    const end = this.first[place + 1] ?? this.placeOf.length
    return Array.from({ length: end - this.first[place]! }, (_, n) => this.first[place]! + n)
  }

  private seat(slot: number, rank: number): void {
    const leaver = this.holderOf[slot]!
    if (leaver !== nobody)
      this.held[leaver]!.delete(slot)
    this.holderOf[slot] = rank
    if (rank !== nobody)
      this.held[rank]!.add(slot)
  }

  private count(rank: number, by: number): void {
    this.load[rank]! += by
    this.level[rank]! += by
  }

  private having(skill: string): Uint8Array {
    const known = this.skilled.get(skill) ?? new Uint8Array(this.ranked.length)
    this.skilled.set(skill, known)
    return known
  }
}

/** What a drawn object needs, by its category. */
export function needOf({ id, category, tags }: Drawn, slots: ReadonlyMap<string, string[]>): Need {
  return { id, slots: slots.get(category)!, tags }
}
