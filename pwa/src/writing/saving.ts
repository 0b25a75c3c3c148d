import type { ChecklistSection } from '../checklists'
import type { Draft } from './drafts'
import { useVerb } from '../desk/verb'
import { readDraft, saveDraft } from './drafts'
import { withSections } from './editing'

/** Saves a draft as a whole; where somebody else has saved it since, theirs can be fetched without losing what was typed. */
export function useSaving(draft: () => Draft, take: (next: Draft) => void) {
  const { busy, error, run, isRefusedBy } = useVerb()

  /** Answers the draft as the server has it then, with what is wrong with it; null where it was refused. */
  async function save(sections: ChecklistSection[]): Promise<Draft | null> {
    let saved: Draft | null = null
    await run(async () => {
      saved = await saveDraft(withSections(draft(), sections))
      take(saved)
    })
    return saved
  }

  /** What somebody else has saved since; null where it did not come. */
  async function fetchTheirs(): Promise<Draft | null> {
    let theirs: Draft | null = null
    await run(async () => {
      theirs = await readDraft(draft().id)
      take(theirs)
    })
    return theirs
  }

  const isOvertaken = () => isRefusedBy('draft.overtaken')

  return { busy, error, save, fetchTheirs, isOvertaken }
}
