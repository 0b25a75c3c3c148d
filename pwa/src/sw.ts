/**
 * The service worker only makes the shell load without a network. It keeps no data and sends none:
 * workbox routes answer GET alone, so a POST or PATCH never passes through here.
 */
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'

declare const self: ServiceWorkerGlobalScope

precacheAndRoute(self.__WB_MANIFEST)
cleanupOutdatedCaches()
registerRoute(new NavigationRoute(createHandlerBoundToURL('/index.html'), {
  denylist: [/^\/(?:api|public|healthz|readyz|r)(?:\/|$)/],
}))

self.addEventListener('message', (event) => {
  if (event.data === 'activate')
    void self.skipWaiting()
})

// The first visit is then already served offline; an update waits for the message above.
self.addEventListener('activate', event => event.waitUntil(self.clients.claim()))
