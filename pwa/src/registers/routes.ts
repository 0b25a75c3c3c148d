import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/desk/registers/:tab?/:id?',
    meta: { roles: ['supervisor', 'auditor', 'administrator'] },
    props: true,
    component: () => import('./RegistersPage.vue'),
  },
]
