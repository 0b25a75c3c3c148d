import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/desk/checks/:id?',
    meta: { roles: ['supervisor', 'auditor', 'administrator'] },
    props: true,
    component: () => import('./ChecksPage.vue'),
  },
]
