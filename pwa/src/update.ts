import { computed, shallowRef } from 'vue'

const waiting = shallowRef<ServiceWorker | null>(null)
const stale = shallowRef(false)
let taken = false

/** An hour: a new version is looked for when its person comes back to the app, no oftener. */
const lookEvery = 3_600_000

/** How long a tap may go unanswered, in milliseconds. */
const longestWait = 5_000

/**
 * `waiting`: a new version may be taken; `stale`: another tab has taken it already and this one runs on old code.
 * Neither ever loads the page anew by itself: somebody may be recording.
 */
export const update = computed(() => stale.value ? 'stale' : waiting.value ? 'waiting' : null)

function watch(registration: ServiceWorkerRegistration) {
  const offer = () => {
    // The very first worker replaces nothing: there is no old version to update from.
    if (registration.waiting && navigator.serviceWorker.controller)
      waiting.value = registration.waiting
  }
  offer()
  registration.addEventListener('updatefound', () => {
    registration.installing?.addEventListener('statechange', offer)
  })
}

function lookForNews(registration: ServiceWorkerRegistration) {
  let looked = Date.now()
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible' || Date.now() - looked < lookEvery)
      return
    looked = Date.now()
    void registration.update().catch(() => undefined)
  })
}

/** Notes that what this page was loaded from is gone; what is on screen and in the records stays. */
export function noteStale(): void {
  stale.value = true
}

function onNewController(hadOne: boolean) {
  if (taken)
    location.reload()
  else if (hadOne)
    noteStale()
}

/** Starts the service worker that makes the shell load offline; without one the app works online. */
export async function startServiceWorker(): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator))
    return
  // A page that is not there any more: another tab has taken a new version, or the server has one.
  window.addEventListener('vite:preloadError', noteStale)
  // The first worker of all claims the page that was loaded without one: nothing has changed for it.
  let hadOne = navigator.serviceWorker.controller !== null
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    onNewController(hadOne)
    hadOne = true
  })
  const registration = await navigator.serviceWorker.register('/sw.js').catch(() => null)
  if (registration)
    watch(registration)
  if (registration)
    lookForNews(registration)
}

/** Takes the waiting version, or what another tab has taken, and loads the page anew; only at its person's word. */
export function takeUpdate(): void {
  if (stale.value || !waiting.value)
    return location.reload()
  taken = true
  waiting.value.postMessage('activate')
  // A browser may let the new version wait until the old one has nothing more to do: whoever tapped is not kept waiting.
  setTimeout(() => location.reload(), longestWait)
}
