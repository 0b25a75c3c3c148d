import { sendTo } from '../http'
import { readRefusal } from '../refusal'

/** Saves a file of the server byte for byte; by fetch, so that an expired login is renewed on the way. */
export async function download(path: string, name: string): Promise<void> {
  const answer = await sendTo(path, {})
  if (!answer.ok)
    throw await readRefusal(answer)
  saveAs(await answer.blob(), name)
}

/** Saves a file that this page has made. */
export function saveAs(file: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  // The browser has taken hold of the bytes by the next turn of its loop.
  setTimeout(() => URL.revokeObjectURL(link.href))
}
