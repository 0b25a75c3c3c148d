/** Keeps and replaces the signatures of a check, each under the digest of the record as it stands. */
import type { PhotoPromise } from '../store'
import type { Signer } from './record'
import type { Signature } from './work'
import { keepDrawing } from '../camera'
import { store } from '../phone'
import { dropPhoto, loadDraft, newId, promiseOf, saveDraft } from '../store'
import { draftKeys } from './work'

export interface Refusal { reason: string, witness: string }
interface Signing { signer: Signer, name: string, title: string, digest: string }
interface Shown { image: PhotoPromise | null, photoId: string | null, refusal: Refusal | null }

function signature({ signer, name, title, digest }: Signing, { image, photoId, refusal }: Shown): Signature {
  return {
    signature_id: newId(),
    digest,
    signer: signer.kind,
    person_id: signer.personId,
    name: name.trim(),
    position_title: title.trim(),
    refused: refusal !== null,
    refusal_reason: refusal?.reason.trim() ?? null,
    witness_name: refusal?.witness.trim() ?? null,
    image,
    signed_at: new Date().toISOString(),
    photoId,
  }
}

async function put(checkId: string, made: Signature): Promise<void> {
  const key = draftKeys(checkId).signatures
  const before = await loadDraft<Signature[]>(store(), key) ?? []
  const isSame = (each: Signature) => each.signer === made.signer && each.person_id === made.person_id
  await saveDraft(store(), key, [...before.filter(each => !isSame(each)), made])
  const replaced = before.filter(each => isSame(each) && each.photoId !== null)
  await Promise.all(replaced.map(async ({ photoId }) => dropPhoto(store(), photoId!)))
}

/** Signs with a drawing; an earlier signature of the same signer is replaced. Throws StorageFull. */
export async function sign(checkId: string, signing: Signing, drawing: Blob): Promise<void> {
  const photo = await keepDrawing(store(), checkId, drawing)
  await put(checkId, signature(signing, { image: promiseOf(photo), photoId: photo.id, refusal: null }))
}

/** Records that a signer refuses, with reason and witness. */
export async function refuse(checkId: string, signing: Signing, refusal: Refusal): Promise<void> {
  await put(checkId, signature(signing, { image: null, photoId: null, refusal }))
}
