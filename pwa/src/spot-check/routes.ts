import type { RouteRecordRaw } from 'vue-router'

const roles = ['inspector'] as const
const check = '/checks/:id'

export const routes: RouteRecordRaw[] = [
  { path: '/hazards', meta: { roles }, component: () => import('../hazards/PhoneHazardsPage.vue') },
  { path: '/tasks', meta: { roles }, component: () => import('./TasksPage.vue') },
  { path: check, meta: { roles }, props: true, component: () => import('./CheckPage.vue') },
  { path: `${check}/record/:versionId`, meta: { roles }, props: true, component: () => import('./RecordPage.vue') },
  {
    path: `${check}/hazards/new`,
    meta: { roles },
    props: ({ params, query }) => ({ id: params.id, versionId: query.version, itemId: query.item, refusedId: query.refused ?? null }),
    component: () => import('./HazardSheet.vue'),
  },
  { path: `${check}/sign`, meta: { roles }, props: true, component: () => import('./SignPage.vue') },
  { path: `${check}/submit`, meta: { roles }, props: true, component: () => import('./SubmitPage.vue') },
]
