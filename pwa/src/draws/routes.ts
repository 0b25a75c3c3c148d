import type { RouteRecordRaw } from 'vue-router'

const readers = ['supervisor', 'witness', 'auditor', 'administrator'] as const

export const routes: RouteRecordRaw[] = [
  { path: '/desk/plans', meta: { roles: readers }, component: () => import('./PlansPage.vue') },
  { path: '/desk/plans/new', meta: { roles: ['supervisor'] }, component: () => import('./NewPlanPage.vue') },
  { path: '/desk/plans/:id/screen', meta: { roles: readers }, props: true, component: () => import('./ScreenPage.vue') },
  { path: '/desk/plans/:id/minute', meta: { roles: readers }, props: true, component: () => import('./MinutePage.vue') },
  { path: '/desk/plans/:id', meta: { roles: readers }, props: true, component: () => import('./PlanPage.vue') },
]
