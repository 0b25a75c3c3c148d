import type { Plan } from './plans'
import { onBeforeUnmount, onMounted } from 'vue'
import { useRemote } from '../desk/remote'
import { readPlan } from './plans'

const pause = 3000
/** After the draw only a change, a repetition or a void can follow; a large result is not read in vain. */
const calmPause = 30_000

/** A plan that follows what is done on other devices, until nothing more can happen to it. */
export function usePlan(id: string) {
  const plan = useRemote<Plan>(async () => readPlan(id))
  let timer: ReturnType<typeof setTimeout> | undefined
  let gone = false

  function followLater(): void {
    if (!gone)
      timer = setTimeout(follow, plan.value.value?.state === 'drawn' ? calmPause : pause)
  }

  async function follow(): Promise<void> {
    const isVoid = plan.value.value?.voided_at ?? false
    if (document.visibilityState === 'visible' && !isVoid && !plan.busy.value)
      await plan.read('quietly')
    followLater()
  }

  onMounted(async () => {
    await plan.read()
    followLater()
  })
  onBeforeUnmount(() => {
    gone = true
    clearTimeout(timer)
  })
  return plan
}
