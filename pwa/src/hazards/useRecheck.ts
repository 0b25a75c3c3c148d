import type { HazardRow } from '../store'
import type { RecheckDraft } from './recheck'
import { ref, toRaw } from 'vue'
import { readyPhotos } from '../camera'
import { useSaving } from '../parts/leaving'
import { keep, store } from '../phone'
import { withoutDrawings } from '../spot-check/copies'
import { strayPhotos } from '../spot-check/stray'
import { draftKeys } from '../spot-check/work'
import { dropDraft, dropPhoto, loadDraft, photosOf, saveDraft } from '../store'
import { emptyRecheck, recheckCommand } from './recheck'

/** One re-check while it is written down; each change is a draft on the phone at once. */
export function useRecheck() {
  const draft = ref<RecheckDraft>({ ...emptyRecheck })
  const isLoaded = ref(false)
  let key = ''

  // Also of a page that is left because another person signs in: what it still says is its own person's.
  const mine = store()
  const { save, become } = useSaving(async () => {
    await saveDraft(mine, key, toRaw(draft.value))
  })

  async function load({ id, spot_check_id: checkId }: HazardRow) {
    key = draftKeys(checkId).recheck(id)
    const kept = await loadDraft<RecheckDraft>(store(), key)
    // Photos whose page was killed between the shutter and the draft belong to whichever form is open now.
    draft.value = { ...emptyRecheck, ...kept, photoIds: [...kept?.photoIds ?? [], ...await strayPhotos(checkId)] }
    isLoaded.value = true
  }

  const send = async (hazard: HazardRow) => become(async () => {
    const photos = await readyPhotos(store(), hazard.spot_check_id, draft.value.photoIds)
    await keep([recheckCommand(hazard, draft.value, photos, new Date().toISOString())], { [key]: null, ...withoutDrawings(hazard.spot_check_id, photos) })
    draft.value = { ...emptyRecheck }
  }, true)

  const discard = async ({ spot_check_id: checkId }: HazardRow) => become(async () => {
    const held = draft.value.photoIds
    draft.value = { ...emptyRecheck }
    await dropDraft(store(), key)
    const photos = await photosOf(store(), checkId)
    const free = photos.filter(({ id, promisedBy }) => held.includes(id) && promisedBy === null)
    await Promise.all(free.map(async ({ id }) => dropPhoto(store(), id)))
  }, true)

  return { draft, isLoaded, load, save, send, discard }
}
