/** A network that fails as it is told, one fault for each request; without any it works. */

/** What becomes of one request: `late` ones arrive after others, `killed` ends the app as the request leaves or arrives. */
export type Fault = 'fine' | 'unsent' | 'unanswered' | 'late' | 'twice' | 'away' | 'killed before' | 'killed after'

/** The app was killed: nothing that it still meant to do happens any more. */
export class Killed extends Error {}

export class Network {
  faults: Fault[] = []
  token = ''
  private readonly underway: (() => Promise<unknown>)[] = []

  constructor(private readonly base: string, private readonly kill: () => never) {}

  async send(path: string, init: RequestInit): Promise<Response> {
    const headers = { ...init.headers as Record<string, string>, Authorization: this.token }
    const go = async () => fetch(this.base + path, { ...init, headers })
    return this.through(this.faults.shift() ?? 'fine', go)
  }

  /** What was under way arrives at last; nobody waits for its answer any more. */
  async deliver(): Promise<number> {
    const late = this.underway.splice(0)
    for (const go of late)
      await go().catch(() => null)
    return late.length
  }

  private async through(fault: Fault, go: () => Promise<Response>): Promise<Response> {
    switch (fault) {
      case 'fine':
        return go()
      case 'away':
        return new Response('<html>bad gateway</html>', { status: 502 })
      case 'twice':
        return (await Promise.all([go(), go()]))[0]
      case 'late':
        this.underway.push(go)
        throw new TypeError('no answer in time')
      case 'killed before':
        return this.kill()
      case 'killed after':
        await go()
        return this.kill()
      case 'unanswered':
        await go()
        throw new TypeError('the answer was lost')
      case 'unsent':
        throw new TypeError('no network')
    }
  }
}
