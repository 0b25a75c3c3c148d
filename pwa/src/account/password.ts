import { sendTo } from '../http'
import { readRefusal } from '../refusal'

/** Changes one's own password; throws `password.wrong` or `password.short`. */
export async function changePassword(old: string, next: string): Promise<void> {
  const answer = await sendTo('/api/v1/me/password', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ old, new: next }),
  })
  if (!answer.ok)
    throw await readRefusal(answer)
}
