import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/desk/hazards/:id?',
    meta: { roles: ['supervisor', 'auditor'] },
    props: true,
    component: () => import('./QueuePage.vue'),
  },
]
