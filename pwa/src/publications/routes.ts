import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/desk/publications/:id?',
    meta: { roles: ['supervisor', 'auditor'] },
    props: true,
    component: () => import('./PublicationsPage.vue'),
  },
]
