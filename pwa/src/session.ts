import { shallowRef } from 'vue'
import { sendTo } from './http'
import { readRefusal } from './refusal'

export type Role = 'inspector' | 'supervisor' | 'witness' | 'contractor' | 'administrator' | 'auditor'

export interface Me {
  id: string
  login: string
  name: string
  role: Role
  jurisdiction: { id: string, code: string, name: string }
  agency: { id: string, name: string, short_name: string }
  card_number: string | null
  unit_id: string | null
}

const meKey = 'suicha.me'
const deviceKey = 'suicha.device'
const endKey = 'suicha.session-to-end'
const deviceNameKey = 'suicha.device-name'
const signedInKey = 'suicha.signed-in'

function readMe(): Me | null {
  const kept = localStorage.getItem(meKey)
  return kept ? JSON.parse(kept) as Me : null
}

/** Who is signed in on this device; kept, so that the app starts without a network. */
export const me = shallowRef<Me | null>(readMe())

/** True while this device still belongs to `personId`, also when another tab has signed in somebody else. */
export function isStill(personId: string): boolean {
  return readMe()?.id === personId
}

function remember(person: Me | null) {
  me.value = person
  if (person)
    localStorage.setItem(meKey, JSON.stringify(person))
  else
    localStorage.removeItem(meKey)
}

// Another tab signed in or out: this one follows at once, so that nobody acts under another's name.
window.addEventListener('storage', (event) => {
  if (event.key === meKey)
    me.value = readMe()
})

export const deviceId = () => localStorage.getItem(deviceKey)

/** By what name the office knows this device, and since when its person is signed in. */
export const aboutDevice = () => ({
  name: localStorage.getItem(deviceNameKey),
  signedInAt: localStorage.getItem(signedInKey),
})

/** Signs in with cookies; throws `login.wrong` or `login.locked`. */
export async function signIn(login: string, password: string, deviceName: string): Promise<Me> {
  const known = deviceId()
  const answer = await sendTo('/api/v1/session', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      login,
      password,
      transport: 'cookie',
      device_name: deviceName,
      ...(known && { device_id: known }),
    }),
  })
  if (!answer.ok)
    throw await readRefusal(answer)
  const session = await answer.json() as { me: Me, device_id: string }
  localStorage.setItem(deviceKey, session.device_id)
  localStorage.setItem(deviceNameKey, deviceName)
  localStorage.setItem(signedInKey, new Date().toISOString())
  localStorage.removeItem(endKey)
  remember(session.me)
  return session.me
}

/**
 * Forgets who is signed in, without a network too; the server is told as soon as it can be.
 * What becomes of the person's records is decided by `signOut` in phone.ts.
 */
export async function endSession(): Promise<void> {
  remember(null)
  localStorage.setItem(endKey, '1')
  await endLeftOver()
}

/** Tells the server of a signing out that happened without a network. */
export async function endLeftOver(): Promise<void> {
  if (!localStorage.getItem(endKey))
    return
  const answer = await sendTo('/api/v1/session', { method: 'DELETE' }).catch(() => null)
  if (answer?.ok || answer?.status === 401)
    localStorage.removeItem(endKey)
}
