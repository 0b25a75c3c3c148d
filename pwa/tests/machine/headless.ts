/**
 * A phone without a screen: the app's own outbox and sync under Node, told by lines of JSON what to do.
 * Each line on stdin is answered by one on stdout; what the person sees, the test sees by `look`.
 */
import type { NewCommand, Store } from '../../src/store'
import type { Fault } from './network'
import { Buffer } from 'node:buffer'
import process from 'node:process'
import { createInterface } from 'node:readline'
import { IDBFactory } from 'fake-indexeddb'
import { keepDrawing } from '../../src/camera/capture'
import { keep, openStore, promiseOf } from '../../src/store'
import { round } from '../../src/sync/round'
import { Killed, Network } from './network'
import 'fake-indexeddb/auto'

/** `photos`: pictures in base64 that the last command promises; `writes`: how many the app lives to see committed. */
type Order
  = | { do: 'open', base: string, token: string, device: string, person: string }
    | { do: 'login', token: string }
    | { do: 'keep', commands: NewCommand[], photos: string[], writes: number | null }
    | { do: 'sync', faults: Fault[], writes: number | null }
    | { do: 'kill' | 'deliver' | 'look' }

const fits = (command: NewCommand | undefined) => command?.name === 'hazard.report' || command?.name === 'spot_check.sign'

class Headless {
  private store!: Store
  private network!: Network
  private device = ''
  private isDead = false
  private writes: number | null = null

  async open({ base, token, device, person }: Order & { do: 'open' }) {
    // A new phone has nothing on it.
    globalThis.indexedDB = new IDBFactory()
    this.network = new Network(base, () => this.die())
    Object.assign(this, { device, isDead: false })
    this.network.token = token
    this.store = this.mortal(await openStore(person))
  }

  login(token: string) {
    this.network.token = token
  }

  async keep({ commands, photos, writes }: Order & { do: 'keep' }) {
    return this.living(writes, async () => {
      const last = commands.at(-1)
      for (const photo of photos.filter(() => fits(last)))
        await this.promise(last!, photo)
      return (await keep(this.store, commands)).map(({ id }) => id)
    })
  }

  async sync({ faults, writes }: Order & { do: 'sync' }) {
    this.network.faults = [...faults]
    const outcome = await this.living(writes, async () => round(this.line()))
    this.network.faults = []
    return outcome
  }

  /** The app is ended and opened again: what was committed is there, nothing else. */
  async kill() {
    this.store.close()
    this.isDead = false
    this.store = this.mortal(await openStore(this.store.personId))
  }

  async deliver() {
    return this.network.deliver()
  }

  async look() {
    const [outbox, photos, rows] = await Promise.all(
      (['outbox', 'photos', 'rows'] as const).map(async name => this.store.db.getAll(name)),
    )
    return { outbox, photos, rows }
  }

  private async promise(command: NewCommand, base64: string) {
    const image = new Blob([Buffer.from(base64, 'base64')], { type: 'image/png' })
    const promise = promiseOf(await keepDrawing(this.store, command.args.spot_check_id, image))
    if (command.name === 'hazard.report')
      command.args.photos.push(promise)
    if (command.name === 'spot_check.sign')
      command.args.image = promise
  }

  private line() {
    return {
      store: this.store,
      send: async (path: string, init: RequestInit) => this.network.send(path, init),
      deviceId: () => this.device,
      isStillMine: () => true,
    }
  }

  private die(): never {
    this.isDead = true
    throw new Killed()
  }

  /** Does `work`; when the app is killed in it, opens it again and answers `killed`. */
  private async living<T>(writes: number | null, work: () => Promise<T>): Promise<T | 'killed'> {
    this.writes = writes
    const done = await work().catch((error: unknown) => {
      if (error instanceof Killed)
        return null
      throw error
    })
    this.writes = null
    if (!this.isDead && done !== null)
      return done
    await this.kill()
    return 'killed'
  }

  /** A dead app begins no transaction any more; one that it was in is undone, as if it had never begun. */
  private mortal(store: Store): Store {
    const write = () => {
      if (this.isDead || this.writes === 0)
        this.die()
      this.writes = this.writes === null ? null : this.writes - 1
    }
    const db = new Proxy(store.db, {
      get(target, key) {
        const value: unknown = Reflect.get(target, key, target)
        if (typeof value !== 'function')
          return value
        return (...args: unknown[]) => {
          if (key === 'transaction' && args[1] === 'readwrite')
            write()
          return (value as (...given: unknown[]) => unknown).apply(target, args)
        }
      },
    })
    return { ...store, db }
  }
}

const phone = new Headless()

async function obey(order: Order): Promise<unknown> {
  switch (order.do) {
    case 'open': return phone.open(order)
    case 'login': return phone.login(order.token)
    case 'keep': return phone.keep(order)
    case 'sync': return phone.sync(order)
    default: return phone[order.do]()
  }
}

async function answer(line: string) {
  const said = await obey(JSON.parse(line) as Order).then(
    told => ({ told: told ?? null }),
    (error: unknown) => ({ fault: error instanceof Error ? error.stack : String(error) }),
  )
  process.stdout.write(`${JSON.stringify(said)}\n`)
}

// The test waits for each answer before it orders anew.
createInterface({ input: process.stdin }).on('line', line => void answer(line)).on('close', () => process.exit())
