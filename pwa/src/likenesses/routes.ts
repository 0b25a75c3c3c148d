import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/desk/likenesses/:id?',
    meta: { roles: ['supervisor', 'auditor'] },
    props: true,
    component: () => import('./LikenessesPage.vue'),
  },
]
