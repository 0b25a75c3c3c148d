/** What comes after a record was closed: a person's own answers, late or corrected. */
import type { Answers, NewCommand, OutboxEntry, Photo } from '../store'
import type { WholeCheck } from './file'
import { newId } from '../store'
import { promisedBy } from './answer-photos'

interface Supplement { checkId: string, versionId: string, answers: Answers, reason: string }

/** Answers that come after, and why; `photos` are the check's on this phone. */
export function supplementCommand({ checkId, versionId, answers, reason }: Supplement, photos: readonly Photo[]): NewCommand {
  return {
    name: 'spot_check.supplement',
    args: {
      spot_check_id: checkId,
      supplement_id: newId(),
      checklist_version_id: versionId,
      answers,
      reason: reason.trim(),
      ...promisedBy(answers, photos),
    },
  }
}

function answersIn({ command, state }: OutboxEntry, versionId: string): Answers[] {
  const isSaid = command.name === 'spot_check.answer' || command.name === 'spot_check.supplement'
  const counts = isSaid && command.args.checklist_version_id === versionId && state !== 'refused' && state !== 'corrected'
  return counts ? [command.args.answers] : []
}

/** What this person last said of a list: on this phone, else as the server tells it. */
export function ownAnswers({ entries, sheets, submission }: WholeCheck, versionId: string, personId: string): Answers {
  const said = entries.flatMap(entry => answersIn(entry, versionId)).at(-1)
  const told = sheets.find(sheet => sheet.checklist_id === versionId && sheet.inspector_id === personId)?.answers
  const signed = submission?.record.checklists.find(({ id }) => id === versionId)?.answers
  return said ?? told ?? signed ?? {}
}
