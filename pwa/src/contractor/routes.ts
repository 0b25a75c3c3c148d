import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/desk/replies/:id?',
    meta: { roles: ['contractor'], recording: true },
    props: true,
    component: () => import('./RepliesPage.vue'),
  },
]
