/** The one error shape of the server, as an exception. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    override readonly message: string,
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message)
    this.name = 'Refusal'
  }

  /** The name of the field that was wrong, where there is one. */
  get field(): string | null {
    const { field } = this.details
    return typeof field === 'string' ? field : null
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Makes a Refusal of any answered failure, also of a proxy's page that is no JSON at all. */
export function asRefusal(status: number, body: unknown): Refusal {
  if (!isRecord(body) || typeof body.code !== 'string')
    return new Refusal(status, 'server.unreadable', `HTTP ${status}`)
  const message = typeof body.message === 'string' ? body.message : body.code
  return new Refusal(status, body.code, message, isRecord(body.details) ? body.details : {})
}

/** Reads a failed answer; the body is used up. */
export async function readRefusal(response: Response): Promise<Refusal> {
  const body: unknown = await response.json().catch(() => null)
  return asRefusal(response.status, body)
}
