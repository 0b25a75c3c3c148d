/** Hands a file made on this device to its person: by the share sheet where there is one, else as a download. */

const two = (n: number) => String(n).padStart(2, '0')

/** A name that tells when it was written, and of nobody. */
export function exportName(at = new Date()): string {
  const date = `${at.getFullYear()}${two(at.getMonth() + 1)}${two(at.getDate())}`
  return `suicha-outbox-${date}-${two(at.getHours())}${two(at.getMinutes())}.zip`
}

export function saveFile(file: File): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = file.name
  link.click()
  // A large file is still being copied while its person reads on.
  setTimeout(() => URL.revokeObjectURL(link.href), 600_000)
}

/** Many browsers share no archives; they say so beforehand. */
export const canShare = (file: File): boolean => navigator.canShare?.({ files: [file] }) ?? false

/** Shares a file; a person who changes their mind is no error. */
export async function shareFile(file: File): Promise<void> {
  try {
    await navigator.share({ files: [file] })
  }
  catch (error) {
    if (!(error instanceof DOMException && error.name === 'AbortError'))
      throw error
  }
}
