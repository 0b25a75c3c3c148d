import type { WatermarkFacts } from '../camera'
import type { Photo, Store } from '../store'
import { useLive } from '../phone'
import { me } from '../session'
import { row } from '../store'
import { factsOf, linesOf } from './watermark'

interface About { number: string | undefined, site: string | undefined }

/** What the watermark of every photo of one check has in common; who only re-checks may not have been told of the check. */
export function useWatermark({ checkId, number, siteId }: { checkId: string, number?: string | undefined, siteId?: string | undefined }) {
  async function read(mine: Store): Promise<About> {
    const check = await row(mine, 'spot_check', checkId)
    const at = check?.site_id ?? siteId
    const site = at === undefined ? null : await row(mine, 'site', at)
    return { number: check?.number ?? number, site: site?.name }
  }
  const about = useLive<About>(read, { number, site: undefined }, ['rows'])

  const lines = (facts: WatermarkFacts) => linesOf({ ...about.value, card: me.value?.card_number ?? undefined, ...facts })
  return {
    linesOf: (photo: Photo) => lines(factsOf(photo)),
    /** Before the shutter. */
    preview: (now: number, place: WatermarkFacts['place']) => lines({ takenAt: new Date(now).toISOString(), place, sha256: null }),
  }
}

export type Watermark = ReturnType<typeof useWatermark>
