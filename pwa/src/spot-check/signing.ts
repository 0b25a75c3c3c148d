/** Keeps and replaces the signatures of a check, each under the digest of the record as it stands. */
import type { PhotoPromise } from '../store'
import type { Signer } from './record'
import type { Signature } from './work'
import { keepDrawing } from '../camera'
import { store } from '../phone'
import { dropPhoto, keep, loadDraft, newId, promiseOf } from '../store'
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

const isOf = ({ kind, personId }: Signer) => (each: Signature) => each.signer === kind && each.person_id === personId

/** What is signed so far: by this signer, who signs anew, and by the others. */
async function signedBefore(checkId: string, signer: Signer): Promise<{ own: Signature[], others: Signature[] }> {
  const all = await loadDraft<Signature[]>(store(), draftKeys(checkId).signatures) ?? []
  const isOwn = isOf(signer)
  return { own: all.filter(isOwn), others: all.filter(each => !isOwn(each)) }
}

async function dropImages(signatures: readonly Signature[]): Promise<void> {
  const images = signatures.flatMap(({ photoId }) => photoId ?? [])
  await Promise.all(images.map(async photoId => dropPhoto(store(), photoId)))
}

/** Signs with a drawing; an earlier signature of the same signer is replaced. Throws StorageFull. */
export async function sign(checkId: string, signing: Signing, drawing: Blob): Promise<void> {
  const { own, others } = await signedBefore(checkId, signing.signer)
  await keepDrawing(store(), checkId, drawing, (photo) => {
    const made = signature(signing, { image: promiseOf(photo), photoId: photo.id, refusal: null })
    return { [draftKeys(checkId).signatures]: [...others, made] }
  })
  await dropImages(own)
}

/** Records that a signer refuses, with reason and witness. Throws StorageFull. */
export async function refuse(checkId: string, signing: Signing, refusal: Refusal): Promise<void> {
  const { own, others } = await signedBefore(checkId, signing.signer)
  const made = signature(signing, { image: null, photoId: null, refusal })
  await keep(store(), [], { [draftKeys(checkId).signatures]: [...others, made] })
  await dropImages(own)
}
