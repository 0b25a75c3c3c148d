import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/desk/registers/drafts/:id?',
    meta: { roles: ['supervisor', 'auditor', 'administrator'] },
    props: true,
    component: () => import('./DraftsPage.vue'),
  },
  {
    path: '/desk/registers/compare',
    meta: { roles: ['supervisor', 'auditor', 'administrator'] },
    component: () => import('./ComparePage.vue'),
  },
]
