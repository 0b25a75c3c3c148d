/** The truth about sending, as the bar on top says it. */
export interface Status {
  /** Commands and photos that the server has not confirmed. */
  unsent: number
  /** When the oldest of them was made, RFC 3339. */
  oldest: string | null
  lastSync: string | null
  refused: number
  flagged: number
  /** Answers that are only in memory because the storage is full. */
  unsaved: number
  running: boolean
  online: boolean
  loginExpired: boolean
}

export const nothingYet: Status = {
  unsent: 0,
  oldest: null,
  lastSync: null,
  refused: 0,
  flagged: 0,
  unsaved: 0,
  running: false,
  online: true,
  loginExpired: false,
}
