/** The phone has no room left; what was to be saved is still with the caller. */
export class StorageFull extends Error {
  constructor(cause: unknown) {
    super('no storage left', { cause })
    this.name = 'StorageFull'
  }
}

const isQuota = (error: unknown) => error instanceof Error && error.name === 'QuotaExceededError'

/** The error to throw for a failed transaction: a request may fail with a bland AbortError while the transaction knows why. */
export function asStorageError(error: unknown, transactionError: unknown): unknown {
  const quota = [error, transactionError].find(isQuota)
  return quota ? new StorageFull(quota) : error
}
