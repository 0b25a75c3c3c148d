import { createApp, watch } from 'vue'
import App from './App.vue'
import { awaitInstallOffer } from './install'
import { syncNow } from './phone'
import { home, router } from './router'
import { endLeftOver, me } from './session'
import { startServiceWorker } from './update'
import { locale } from './words/words'
import './tokens.css'
import './base.css'

document.documentElement.lang = locale.value
createApp(App).use(router).mount('#app')
awaitInstallOffer()
void startServiceWorker()
void endLeftOver()
window.addEventListener('online', () => void endLeftOver())

// Another person, or nobody, in this or another tab: the page of whoever it was is left.
// The same person again has renewed an expired login, and what waited for it goes out.
watch(me, (person, before) => {
  if (before && person?.id !== before.id)
    void router.push(home(person?.role))
  else if (before)
    void syncNow()
})
