import type { Base, Mark, Tool } from '../camera'
import type { Photo } from '../store'
import { computed, onMounted, onScopeDispose, shallowRef } from 'vue'
import { baseOf, isDrawn, keepMarked, markedCopy } from '../camera'
import { useSaving } from '../parts/leaving'
import { store } from '../phone'
import { dropDraft, loadDraft, readBytes, saveDraft } from '../store'
import { draftKeys } from './work'

/** What is being drawn, as it is kept while the page may be killed. */
interface MarksDraft { marks: Mark[] }

/** The photo that is drawn on, decoded once; null until it is, and for good where this device cannot. */
function useBase(photo: Photo) {
  const base = shallowRef<Base | null>(null)
  const failed = shallowRef(false)
  let isOver = false

  async function load() {
    const bytes = await readBytes(store(), photo.id, 'rendition')
    const found = bytes && await baseOf(new Blob([bytes], { type: photo.rendition?.media_type ?? '' }))
    if (isOver)
      return found?.bitmap.close()
    base.value = found
    failed.value = found === null
  }

  onMounted(() => void load().catch(() => (failed.value = true)))
  onScopeDispose(() => {
    isOver = true
    // Decoded pictures that wait for the garbage collector are what weak phones run out of memory by.
    base.value?.bitmap.close()
  })
  return { base, failed }
}

/** The marks so far; each is a draft on the phone at once. */
function useMarks(key: string) {
  const marks = shallowRef<readonly Mark[]>([])
  // Also of a page that is left because another person signs in: what it still says is its own person's.
  const mine = store()
  const { save, become } = useSaving(async () => {
    await saveDraft(mine, key, { marks: [...marks.value] } satisfies MarksDraft)
  })

  function set(next: readonly Mark[]) {
    marks.value = next
    void save()
  }

  const discard = async () => become(async () => {
    marks.value = []
    await dropDraft(store(), key)
  })

  onMounted(async () => {
    const kept = await loadDraft<MarksDraft>(store(), key)
    // Who is quick has drawn already.
    marks.value = [...kept?.marks ?? [], ...marks.value]
  })
  return { marks, set, become, discard }
}

/** Drawing on a copy of a photo; the photo itself is never touched. */
export function useMarking(photo: Photo) {
  const key = draftKeys(photo.checkId).marks(photo.id)
  const { base, failed } = useBase(photo)
  const { marks, set, become, discard } = useMarks(key)
  /** The one under the finger. */
  const current = shallowRef<Mark | null>(null)
  const tool = shallowRef<Tool>('arrow')

  function finish() {
    const mark = current.value
    current.value = null
    if (mark && base.value && isDrawn(mark, base.value.pixels))
      set([...marks.value, mark])
  }

  /** Throws StorageFull, the drawing still there, when the phone has no room. */
  const keep = async (): Promise<Photo> => become(async () => {
    if (!base.value)
      throw new Error('there is nothing to draw on')
    return keepMarked(store(), photo, await markedCopy(base.value, marks.value), () => ({ [key]: null }))
  })

  const all = computed(() => [...marks.value, ...current.value ? [current.value] : []])
  return { base, marks, current, all, tool, failed, finish, undo: () => set(marks.value.slice(0, -1)), keep, discard }
}
