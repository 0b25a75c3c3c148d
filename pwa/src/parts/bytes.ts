const units = ['B', 'KB', 'MB', 'GB'] as const

/** A number of bytes for the eye, 3.1 MB. */
export function bytes(size: number): string {
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, size)) / 3))
  const value = size / 1000 ** power
  return `${power === 0 ? value : value.toFixed(1)} ${units[power]}`
}
