import type { Commands, Determination, NewCommand, Photo, SaidGrade, Severity } from '../store'
import type { HazardDraft } from './work'
import { onMounted, ref, toRaw } from 'vue'
import { readyPhotos } from '../camera'
import { itemsOf } from '../checklists'
import { edition } from '../hazards/majors'
import { useSaving } from '../parts/leaving'
import { correct, keep, store } from '../phone'
import { dropDraft, dropPhoto, entriesOf, loadDraft, newId, photosOf, promiseOf, readCalendar, row, saveDraft, severityOf } from '../store'
import { withoutDrawings } from './copies'
import { strayPhotos } from './stray'
import { today } from './today'
import { draftKeys } from './work'
import { addWorkingDays } from './working-days'

/** The usual time to rectify, until somebody chooses another. */
const usualDays = 5

function blank(versionId: string, itemId: string): HazardDraft {
  return {
    hazardId: newId(),
    versionId,
    itemId,
    description: '',
    location: '',
    clause: '',
    grade: 'general',
    determination: null,
    dueOn: '',
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
      ...draft.determination ? { determination: draft.determination } : {},
      due_on: draft.dueOn,
      party_id: draft.partyId,
      photos: photos.map(promiseOf),
    },
  }
}

/** What an app of before 0.2.0 wrote as major is serious, and its item is asked for before it is sent (again). */
export function graded({ grade, determination }: { grade: SaidGrade, determination?: Determination | null }): { grade: Severity, determination: Determination | null } {
  if (grade === 'major')
    return { grade: 'serious', determination: determination ?? { edition, item_id: '', reason: '' } }
  return { grade, determination: determination ?? null }
}

/** The draft with which a refused report is corrected: what it said, and its photos. */
export function draftOf(report: Commands['hazard.report'], photos: readonly Photo[]): HazardDraft {
  const hashes = new Set(report.photos.map(({ sha256 }) => sha256))
  return {
    hazardId: report.hazard_id,
    versionId: report.checklist_version_id,
    itemId: report.item_id,
    description: report.description,
    location: report.location,
    clause: report.clause,
    ...graded(report),
    dueOn: report.due_on,
    partyId: report.party_id,
    photoIds: photos.filter(({ rendition }) => rendition && hashes.has(rendition.sha256)).map(({ id }) => id),
  }
}

async function refusedDraft({ checkId, refusedId }: Place): Promise<HazardDraft | null> {
  const [entries, photos] = await Promise.all([entriesOf(store(), checkId), photosOf(store(), checkId)])
  const command = entries.find(({ id }) => id === refusedId)?.command
  return command?.name === 'hazard.report' ? draftOf(command.args, photos) : null
}

/**
 * A draft that begins as the item says a failing should: its clause, severity, working days and who answers for it.
 * Where a list takes the item for major, that is proposed to the person, and never set.
 */
async function newDraft({ checkId, versionId, itemId }: Place): Promise<HazardDraft> {
  const [list, calendar, parties] = await Promise.all([row(store(), 'checklist', versionId), readCalendar(store()), partiesAt(checkId)])
  const item = list && itemsOf(list.sections).find(({ id }) => id === itemId)
  const { grade = 'general', days = usualDays, party } = item?.fails ?? {}
  return {
    ...blank(versionId, itemId),
    clause: item?.clause ?? '',
    grade: severityOf({ grade }),
    dueOn: addWorkingDays(calendar, today(), days).on,
    partyId: parties.find(({ role }) => role === party)?.id ?? '',
  }
}

async function partiesAt(checkId: string) {
  const check = await row(store(), 'spot_check', checkId)
  const site = check && await row(store(), 'site', check.site_id)
  return site?.parties ?? []
}

async function dropUnpromised(photoIds: readonly string[], checkId: string): Promise<void> {
  const photos = await photosOf(store(), checkId)
  const free = photos.filter(({ id, promisedBy }) => photoIds.includes(id) && promisedBy === null)
  await Promise.all(free.map(async ({ id }) => dropPhoto(store(), id)))
}

/** What a report says, but for the name of its hazard and for its photos. */
function wordsOf({ args }: NewCommand): string {
  const { hazard_id: _, photos: __, ...words } = args as Commands['hazard.report']
  return JSON.stringify(words)
}

/** Whether this hazard was reported in other words: in another tab, where its draft was open too. */
async function isReportedOtherwise(checkId: string, report: NewCommand): Promise<boolean> {
  const { hazard_id } = report.args as Commands['hazard.report']
  const entries = await entriesOf(store(), checkId)
  return entries.some(({ state, command }) => command.name === 'hazard.report' && command.args.hazard_id === hazard_id
    && (state === 'unsent' || state === 'accepted') && wordsOf(command) !== wordsOf(report))
}

/** The report of a draft; under a new name, as another finding, if this one was reported in other words. */
async function reportOf(checkId: string, draft: HazardDraft, photos: readonly Photo[]): Promise<NewCommand> {
  if (await isReportedOtherwise(checkId, reportCommand(checkId, draft, photos)))
    draft.hazardId = newId()
  return reportCommand(checkId, draft, photos)
}

/** Which hazard: found at an item, or the correction of a refused report of it. */
export interface Place { checkId: string, versionId: string, itemId: string, refusedId: string | null }

/** One hazard while it is written down; each change is a draft on the phone at once. */
export function useHazardDraft(place: Place) {
  const { checkId, versionId, itemId, refusedId } = place
  const keys = draftKeys(checkId)
  const key = refusedId ? keys.correction(refusedId) : keys.hazard(versionId, itemId)
  const draft = ref(blank(versionId, itemId))
  const isLoaded = ref(false)
  const isKept = ref(false)
  const isHeld = ref(false)

  // Also of a page that is left because another person signs in: what it still says is its own person's.
  const mine = store()
  const { save, become } = useSaving(async () => {
    isHeld.value = await saveDraft(mine, key, toRaw(draft.value)) === 'held'
    isKept.value = true
  })

  onMounted(async () => {
    const kept = await loadDraft<HazardDraft>(store(), key)
    draft.value = (kept && { ...kept, ...graded(kept) }) ?? await refusedDraft(place) ?? await newDraft(place)
    isKept.value = kept !== null
    // Photos whose page was killed between the shutter and the draft belong to whichever hazard is open now.
    draft.value.photoIds.push(...refusedId ? [] : await strayPhotos(checkId))
    isLoaded.value = true
  })

  const report = async () => become(async () => {
    const photos = await readyPhotos(store(), checkId, draft.value.photoIds)
    const command = await reportOf(checkId, draft.value, photos)
    const drafts = { [key]: null, ...withoutDrawings(checkId, photos) }
    await (refusedId ? correct(refusedId, command, drafts) : keep([command], drafts))
  })

  const discard = async () => become(async () => {
    await dropUnpromised(draft.value.photoIds, checkId)
    await dropDraft(store(), key)
  })

  return { draft, isLoaded, isKept, isHeld, save, report, discard }
}
