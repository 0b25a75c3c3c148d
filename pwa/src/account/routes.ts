import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/login', meta: { open: true }, component: () => import('./LoginPage.vue') },
  { path: '/me', component: () => import('./MePage.vue') },
]
