/** A supplement while it is being written: a draft beside the answers that this person last gave. */
import type { Ref } from 'vue'
import type { Answers, ChecklistVersion } from '../store'
import type { WholeCheck } from './file'
import { computed, ref, toRaw, watch } from 'vue'
import { keep, store } from '../phone'
import { me } from '../session'
import { loadDraft, photosOf, saveDraft } from '../store'
import { isSame } from './differences'
import { ownAnswers, supplementCommand } from './supplement'
import { draftKeys } from './work'

interface Supplement { answers: Answers, reason: string }

export function useSupplement(checkId: string, whole: Readonly<Ref<WholeCheck | null>>, list: Readonly<Ref<ChecklistVersion | null>>) {
  const draft = ref<Supplement | null>(null)
  const before = computed((): Answers =>
    whole.value && list.value && me.value ? ownAnswers(whole.value, list.value.id, me.value.id) : {})
  const changed = computed(() => {
    const answers = draft.value?.answers ?? {}
    return Object.keys(answers).filter(itemId => !isSame(answers[itemId], before.value[itemId])).length
  })

  watch(() => list.value?.id, async (versionId) => {
    const kept = versionId ? await loadDraft<Supplement>(store(), draftKeys(checkId).supplement(versionId)) : null
    draft.value = versionId ? kept ?? { answers: before.value, reason: '' } : null
  }, { immediate: true })

  function edit(change: Partial<Supplement>) {
    if (!draft.value || !list.value)
      return
    draft.value = { ...draft.value, ...change }
    void saveDraft(store(), draftKeys(checkId).supplement(list.value.id), toRaw(draft.value))
  }

  async function send() {
    if (!draft.value || !list.value || changed.value === 0)
      return
    const { answers, reason } = toRaw(draft.value)
    const { id } = list.value
    const command = supplementCommand({ checkId, versionId: id, answers, reason }, await photosOf(store(), checkId))
    await keep([command], { [draftKeys(checkId).supplement(id)]: null })
  }

  return { draft, changed, edit, send }
}
