import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/desk/outboxes/:id?',
    meta: { roles: ['supervisor', 'auditor', 'administrator'] },
    props: true,
    component: () => import('./OutboxesPage.vue'),
  },
]
