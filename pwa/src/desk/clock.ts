import { onScopeDispose, readonly, ref } from 'vue'

const second = 1000
let offset = 0

/** Remembers how far this desk's clock is from the server's, by the Date header of an answer. */
export function noteServerClock(answer: Response, now = Date.now()) {
  const server = Date.parse(answer.headers.get('Date') ?? '')
  if (!Number.isNaN(server))
    offset = server - now
}

/** Now by the server's clock, in milliseconds: its times decide, not this desk's. */
export const serverNow = () => Date.now() + offset

/** Now by the server's clock, ticking every second as long as the component lives. */
export function useServerNow() {
  const now = ref(serverNow())
  const ticking = setInterval(() => (now.value = serverNow()), second)
  onScopeDispose(() => clearInterval(ticking))
  return readonly(now)
}
