import type { NewCommand, Photo } from '../store'
import type { HazardDraft } from './work'
import { onMounted, ref, toRaw } from 'vue'
import { keep, store } from '../phone'
import { dropDraft, dropPhoto, loadDraft, newId, photosOf, promiseOf, row, saveDraft } from '../store'
import { coalesced } from '../sync/once'
import { afterWeekdays, dateOf } from './dates'
import { draftKeys, loadWork } from './work'

const deadlineWeekdays = 5

function blank(versionId: string, itemId: string): HazardDraft {
  return {
    hazardId: newId(),
    versionId,
    itemId,
    description: '',
    location: '',
    clause: '',
    grade: 'general',
    dueOn: afterWeekdays(dateOf(), deadlineWeekdays),
    partyId: '',
    photoIds: [],
  }
}

export function reportCommand(checkId: string, draft: HazardDraft, photos: readonly Photo[]): NewCommand {
  return {
    name: 'hazard.report',
    args: {
      hazard_id: draft.hazardId,
      spot_check_id: checkId,
      checklist_version_id: draft.versionId,
      item_id: draft.itemId,
      description: draft.description.trim(),
      location: draft.location.trim(),
      clause: draft.clause.trim(),
      grade: draft.grade,
      due_on: draft.dueOn,
      party_id: draft.partyId,
      photos: photos.map(promiseOf),
    },
  }
}

/** One hazard while it is written down; each change is a draft on the phone at once. */
export function useHazardDraft(checkId: string, versionId: string, itemId: string) {
  const key = draftKeys(checkId).hazard(versionId, itemId)
  const draft = ref(blank(versionId, itemId))
  const isLoaded = ref(false)
  const isKept = ref(false)

  const save = coalesced(async () => {
    await saveDraft(store(), key, toRaw(draft.value))
    isKept.value = true
  })

  onMounted(async () => {
    const kept = await loadDraft<HazardDraft>(store(), key)
    draft.value = kept ?? { ...draft.value, clause: await clauseFor(versionId, itemId) }
    isKept.value = kept !== null
    // Photos whose page was killed between the shutter and the draft belong to whichever hazard is open now.
    draft.value.photoIds.push(...await strayPhotos(checkId))
    isLoaded.value = true
  })

  return {
    draft,
    isLoaded,
    isKept,
    save,
    async report(photos: readonly Photo[]) {
      await save()
      await keep([reportCommand(checkId, draft.value, photos)], { [key]: null })
    },
    async discard() {
      await save()
      await Promise.all(draft.value.photoIds.map(async id => dropPhoto(store(), id)))
      await dropDraft(store(), key)
    },
  }
}

async function clauseFor(versionId: string, itemId: string): Promise<string> {
  const list = await row(store(), 'checklist', versionId)
  return list?.sections.flatMap(({ items }) => items).find(({ id }) => id === itemId)?.clause ?? ''
}

/** Photos of a check that no command, no hazard draft and no signature holds. */
async function strayPhotos(checkId: string): Promise<string[]> {
  const mine = store()
  const check = await row(mine, 'spot_check', checkId)
  if (!check)
    return []
  const { hazardDrafts, signatures } = await loadWork(mine, check)
  const held = new Set([...hazardDrafts.flatMap(({ photoIds }) => photoIds), ...signatures.map(({ photoId }) => photoId)])
  const photos = await photosOf(mine, checkId)
  return photos.filter(({ id, promisedBy }) => promisedBy === null && !held.has(id)).map(({ id }) => id)
}
