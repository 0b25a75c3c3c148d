import type { RouteLocationNormalized, RouteLocationRaw, RouteRecordRaw } from 'vue-router'
import type { Role } from './session'
import { createRouter, createWebHistory } from 'vue-router'
import { openForMe } from './phone'
import { me } from './session'

declare module 'vue-router' {
  interface RouteMeta {
    /** Who may open it; without it everybody who is signed in. */
    roles?: readonly Role[]
    /** Open without signing in. */
    open?: true
    /** Somebody records here: a new version of the app must not be offered on top of it. */
    recording?: true
  }
}

const homes: Record<Role, string> = {
  inspector: '/tasks',
  supervisor: '/desk/hazards',
  witness: '/desk/plans',
  contractor: '/desk/replies',
  administrator: '/desk/registers',
  auditor: '/desk/plans',
}

/** The first page of a role. */
export function home(role: Role | undefined): string {
  return role ? homes[role] : '/login'
}

// Each capability names its own pages in src/<capability>/routes.ts, lazily: there is no central list to queue at.
const capabilities = import.meta.glob<{ routes: RouteRecordRaw[] }>('./*/routes.ts', { eager: true })

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', name: 'home', redirect: () => home(me.value?.role) },
    ...Object.values(capabilities).flatMap(({ routes }) => routes),
    { path: '/:lost(.*)*', name: 'lost', component: () => import('./parts/LostPage.vue'), meta: { open: true } },
  ],
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
})

/** Begins to fetch a page's code while its person's records are opened; what fails is told when the page is wanted. */
function fetchAhead({ matched }: RouteLocationNormalized) {
  for (const { components } of matched) {
    const page = components?.default
    if (typeof page === 'function' && !('setup' in page))
      void (page as () => Promise<unknown>)().catch(() => undefined)
  }
}

router.beforeEach(async (to): Promise<RouteLocationRaw | true> => {
  fetchAhead(to)
  await openForMe()
  if (to.meta.open)
    return true
  if (!me.value)
    return { path: '/login', query: { next: to.fullPath } }
  if (to.meta.roles && !to.meta.roles.includes(me.value.role))
    return home(me.value.role)
  return true
})
