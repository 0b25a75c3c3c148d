import type { Publication } from './publications'
import { onScopeDispose, ref } from 'vue'
import { readPublication } from './publications'

const pause = 2000
const patience = 10

/** Asks until the page of a publication tells its newest version; `late` when that takes longer than it should. */
export function useRendering(onRendered: (item: Publication) => void) {
  const late = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined

  async function ask(spotCheckId: string, tries: number, asked: unknown) {
    const item = await readPublication(spotCheckId).catch(() => null)
    // Another page was opened while this one was asked for.
    if (asked !== timer)
      return
    if (item && !item.in_work)
      return onRendered(item)
    late.value = tries >= patience
    wait(spotCheckId, tries + 1)
  }

  function wait(spotCheckId: string, tries: number) {
    const mine = setTimeout(() => void ask(spotCheckId, tries, mine), pause)
    timer = mine
  }

  function stop() {
    clearTimeout(timer)
    timer = undefined
    late.value = false
  }

  function follow({ spot_check_id: spotCheckId, in_work: inWork }: Publication) {
    stop()
    if (inWork)
      wait(spotCheckId, 1)
  }

  onScopeDispose(stop)
  return { late, follow, stop }
}
