import type { Publication } from './publications'
import { onScopeDispose, ref } from 'vue'
import { readPublications } from './publications'

const pause = 2000
const patience = 10

/** Asks until the page of a publication has been made; `late` when that takes longer than it should. */
export function useRendering(onRendered: (item: Publication) => void) {
  const late = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined

  async function ask(spotCheckId: string, tries: number) {
    const page = await readPublications('published').catch(() => null)
    const item = page?.items.find(each => each.spot_check_id === spotCheckId)
    if (item?.path)
      return onRendered(item)
    late.value = tries >= patience
    timer = setTimeout(() => void ask(spotCheckId, tries + 1), pause)
  }

  function stop() {
    clearTimeout(timer)
    late.value = false
  }

  function follow({ spot_check_id: spotCheckId, state, path }: Publication) {
    stop()
    if (state === 'published' && path === null)
      timer = setTimeout(() => void ask(spotCheckId, 1), pause)
  }

  onScopeDispose(stop)
  return { late, follow, stop }
}
