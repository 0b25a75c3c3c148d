/** Adding the app to the home screen: what this browser can do about it, and whether its person wants to hear of it. */
import { shallowReadonly, shallowRef } from 'vue'

/** Chromium's offer; other browsers make none. */
interface InstallOffer extends Event { prompt: () => Promise<unknown> }

export type Way
  /** The browser offers it itself. */
  = | 'offer'
  /** iOS: by the share menu, in words. */
    | 'share'
  /** Inside WeChat, DingTalk and their like nothing works offline: the system browser must be opened. */
    | 'browser'

const dismissedKey = 'suicha.install-dismissed'
const offer = shallowRef<InstallOffer | null>(null)
export const installOffer = shallowReadonly(offer)

/** Catches the offer, which comes once and before most pages are loaded. */
export function awaitInstallOffer() {
  window.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault()
    offer.value = event as InstallOffer
  })
  window.addEventListener('appinstalled', () => {
    offer.value = null
  })
}

interface Browser { userAgent: string, maxTouchPoints?: number, installed: boolean, offered: boolean }

/** How this browser gets the app to the home screen; null where it is there already or cannot be. */
export function wayOf({ userAgent, maxTouchPoints = 0, installed, offered }: Browser): Way | null {
  if (installed)
    return null
  if (/MicroMessenger|DingTalk|wxwork|Lark|Feishu|QQ\//i.test(userAgent))
    return 'browser'
  if (offered)
    return 'offer'
  const isIos = /iPhone|iPad|iPod/.test(userAgent) || (userAgent.includes('Macintosh') && maxTouchPoints > 1)
  return isIos ? 'share' : null
}

export function isInstalled(): boolean {
  // iOS tells it only by a property of its own.
  const { standalone } = navigator as Navigator & { standalone?: boolean }
  return standalone === true || window.matchMedia('(display-mode: standalone)').matches
}

/** Shows the browser's own question; it can be asked once. */
export async function install(): Promise<void> {
  await offer.value?.prompt()
  offer.value = null
}

export const isDismissed = (way: Way) => localStorage.getItem(dismissedKey) === way
export const dismiss = (way: Way) => localStorage.setItem(dismissedKey, way)
