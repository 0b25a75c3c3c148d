import type { RouteRecordRaw } from 'vue-router'

const roles = ['inspector'] as const
const check = '/checks/:id'

export const routes: RouteRecordRaw[] = [
  { path: '/hazards', meta: { roles }, component: () => import('../hazards/PhoneHazardsPage.vue') },
  { path: '/hazards/:id', meta: { roles, recording: true }, props: true, component: () => import('../hazards/RecheckPage.vue') },
  { path: '/tasks', meta: { roles }, component: () => import('./TasksPage.vue') },
  { path: check, meta: { roles }, props: true, component: () => import('./CheckPage.vue') },
  { path: `${check}/record/:versionId`, meta: { roles, recording: true }, props: true, component: () => import('./RecordPage.vue') },
  {
    path: `${check}/hazards/new`,
    meta: { roles, recording: true },
    props: ({ params, query }) => ({ id: params.id, versionId: query.version, itemId: query.item, refusedId: query.refused ?? null }),
    component: () => import('./HazardSheet.vue'),
  },
  { path: `${check}/sign`, meta: { roles, recording: true }, props: true, component: () => import('./SignPage.vue') },
  { path: `${check}/differences`, meta: { roles, recording: true }, props: true, component: () => import('./DifferencesPage.vue') },
  { path: `${check}/supplement`, meta: { roles, recording: true }, props: true, component: () => import('./SupplementPage.vue') },
  { path: `${check}/code`, meta: { roles }, props: true, component: () => import('./CodePage.vue') },
  { path: `${check}/print`, alias: '/tasks/:id/print', meta: { roles }, props: true, component: () => import('./PrintPage.vue') },
  { path: `${check}/submit`, meta: { roles, recording: true }, props: true, component: () => import('./SubmitPage.vue') },
]
