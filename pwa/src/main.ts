import { createApp } from 'vue'
import App from './App.vue'
import { router } from './router'
import { startServiceWorker } from './update'
import { locale } from './words/words'
import './tokens.css'
import './base.css'

document.documentElement.lang = locale.value
createApp(App).use(router).mount('#app')
void startServiceWorker()
