import type { Plan } from './plans'
import { onBeforeUnmount, onMounted } from 'vue'
import { useRemote } from '../desk/remote'
import { readPlan } from './plans'

const pause = 3000

/** A plan that follows what is done on other devices, until nothing more can happen to it. */
export function usePlan(id: string) {
  const plan = useRemote<Plan>(async () => readPlan(id))
  let timer: ReturnType<typeof setInterval> | undefined

  function follow() {
    const value = plan.value.value
    const isOver = value !== null && (value.state === 'drawn' || value.voided_at !== null)
    if (document.visibilityState === 'visible' && !isOver && !plan.busy.value)
      void plan.read('quietly')
  }

  onMounted(async () => {
    await plan.read()
    timer = setInterval(follow, pause)
  })
  onBeforeUnmount(() => clearInterval(timer))
  return plan
}
