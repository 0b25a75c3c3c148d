import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/desk/people/:id?',
    meta: { roles: ['administrator', 'auditor'] },
    props: true,
    component: () => import('./PeoplePage.vue'),
  },
]
