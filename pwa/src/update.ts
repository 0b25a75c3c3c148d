import { shallowRef } from 'vue'

const waiting = shallowRef<ServiceWorker | null>(null)

/** The new version that waits for the person's word; never taken while somebody records. */
export const update = waiting

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

/** Starts the service worker that makes the shell load offline; without one the app works online. */
export async function startServiceWorker(): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator))
    return
  const registration = await navigator.serviceWorker.register('/sw.js').catch(() => null)
  if (registration)
    watch(registration)
}

/** Takes the waiting version and loads the page anew. */
export function takeUpdate(): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true })
  waiting.value?.postMessage('activate')
}
