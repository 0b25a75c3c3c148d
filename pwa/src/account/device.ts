import { words } from './words'

const browsers = [['Edg/', 'Edge'], ['MicroMessenger', '微信'], ['Firefox/', 'Firefox'], ['Chrome/', 'Chrome'], ['Safari/', 'Safari']] as const
const systems = [['iPad', 'iPad'], ['iPhone', 'iPhone'], ['HarmonyOS', 'HarmonyOS'], ['Android', 'Android'], ['Windows', 'Windows'], ['Mac OS', 'macOS'], ['Linux', 'Linux']] as const

const known = (agent: string, names: readonly (readonly [string, string])[]) =>
  names.find(([mark]) => agent.includes(mark))?.[1]

/** A name by which its person knows this device again, such as "Android 手机 · Chrome". */
export function deviceName(agent = navigator.userAgent): string {
  const kind = agent.includes('Mobile') ? 'phone' : agent.includes('Android') ? 'tablet' : 'computer'
  const system = [known(agent, systems), words(kind)].filter(Boolean).join(' ')
  return [system, known(agent, browsers)].filter(Boolean).join(' · ')
}
