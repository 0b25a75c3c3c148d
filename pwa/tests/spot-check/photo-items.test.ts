import type { ChecklistItem, Given, ItemAnswer } from '../../src/checklists'
import type { Answers, Photo, Store } from '../../src/store'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createApp, h, nextTick, reactive } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { keepDrawing } from '../../src/camera'
import { hashesOf, idsOf, promisedBy } from '../../src/spot-check/answer-photos'
import { answerGiven } from '../../src/spot-check/answering'
import { givenText } from '../../src/spot-check/measure-text'
import PhotoField from '../../src/spot-check/PhotoField.vue'
import { closing, seal } from '../../src/spot-check/record'
import { keepAllAnswers } from '../../src/spot-check/sheets'
import { strayPhotos } from '../../src/spot-check/stray'
import { supplementCommand } from '../../src/spot-check/supplement'
import { draftKeys } from '../../src/spot-check/work'
import { entriesOf, photosOf, saveDraft } from '../../src/store'
import { aPhoneWithACheck } from './on-a-phone'
import { allSigned, checkId, file, plainId } from './records'
import 'fake-indexeddb/auto'

const item: ChecklistItem = { id: 'p', no: 1, name: '大门全景', hint: '', clause: '', unverified: false, kind: 'photo' }
const away = 'a'.repeat(64)
let phone: Store

beforeEach(async () => {
  phone = await aPhoneWithACheck()
})

afterEach(async () => {
  vi.unstubAllGlobals()
  document.body.innerHTML = ''
  await Promise.all(['drafts', 'outbox', 'photos', 'bytes', 'rows'].map(async room => phone.db.clear(room as 'drafts')))
  phone.unsaved.clear()
})

const aPhoto = async (...bytes: number[]) => keepDrawing(phone, checkId, new Blob([new Uint8Array(bytes)]))
const hash = (photo: Photo) => photo.rendition!.sha256
const naming = (...hashes: string[]): Answers => ({ p: answerGiven(item, undefined, { photos: hashes }) })
const kept = async (answers: Answers) => saveDraft(phone, draftKeys(checkId).sheet(plainId), { answers, at: 'p', changed: true })

describe('a command with answers', () => {
  it('promises the photos that they name and this phone holds, and lets them be sent', async () => {
    const photo = await aPhoto(1)
    await kept(naming(hash(photo), away))
    await keepAllAnswers(phone)
    const [entry] = await entriesOf(phone, checkId)
    expect(entry!.command.args).toMatchObject({ answers: naming(hash(photo), away), photos: [{ sha256: hash(photo), size: 1 }] })
    expect((await photosOf(phone, checkId))[0]!.promisedBy).toBe(entry!.id)
  })

  it('says nothing of photos where none is named', async () => {
    expect(promisedBy({ a: { result: 'conforming', deduction: 0, note: '' } }, [await aPhoto(1)])).toEqual({})
    expect(promisedBy(naming(away), [])).toEqual({})
  })

  it('promises them too when the record is closed, and when it comes later', async () => {
    const photo = await aPhoto(1)
    const changed = { sheets: { [plainId]: { answers: naming(hash(photo)), at: 'p', changed: true } } }
    const sealed = await seal(file(changed, [photo]))
    const { commands } = await closing(file({ ...changed, signatures: allSigned(sealed!.digest) }, [photo]), '')
    expect(commands[0]!.args).toMatchObject({ photos: [{ sha256: hash(photo) }] })
    const late = supplementCommand({ checkId, versionId: plainId, answers: naming(hash(photo)), reason: ' 补 ' }, [photo])
    expect(late.args).toMatchObject({ reason: '补', photos: [{ sha256: hash(photo) }] })
  })
})

it('a photo that an answer names is nobody else\'s stray', async () => {
  const [named, loose] = [await aPhoto(1), await aPhoto(2)]
  await kept(naming(hash(named)))
  expect(await strayPhotos(checkId)).toEqual([loose.id])
})

it('hashes name photos once, keep those of another phone, and lead back to ids', async () => {
  const photos = [await aPhoto(1), await aPhoto(2)]
  const [one, two] = photos as [Photo, Photo]
  expect(hashesOf([two.id, one.id, two.id], [hash(one), away], photos)).toEqual([hash(two), hash(one), away])
  expect(idsOf([away, hash(one)], photos)).toEqual([one.id])
  expect(givenText(item, { photos: [away, hash(one)] })).toBe('照片 2 张')
})

describe('the field', () => {
  async function aField(given?: Given) {
    const state = reactive<{ answer: ItemAnswer | undefined }>({ answer: given && answerGiven(item, undefined, given) })
    const host = document.body.appendChild(document.createElement('div'))
    const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/', component: { render: () => null } }] })
    createApp({ render: () => h(PhotoField, {
      item,
      given: state.answer?.given,
      checkId,
      onGive: (said: Given | null) => (state.answer = said ? answerGiven(item, state.answer, said) : undefined),
    }) }).use(router).mount(host)
    await nextTick()
    return { host, state }
  }
  const until = async (what: () => void) => vi.waitFor(what)

  it('gives a photo at the shutter, beside those of the other phone', async () => {
    vi.stubGlobal('createImageBitmap', async () => ({ width: 4, height: 3, close() {} }))
    const { host, state } = await aField({ photos: [away] })
    await until(() => expect(host.textContent).toContain('另有 1 张'))
    const input = host.querySelector<HTMLInputElement>('input[capture]')!
    const shot = new File([new Uint8Array([0xFF, 0xD8, 0xFF, 0xE0, 1])], 'a.jpg', { type: 'image/jpeg' })
    Object.defineProperty(input, 'files', { value: [shot] })
    input.dispatchEvent(new Event('change'))
    await until(() => expect(state.answer!.given!.photos).toHaveLength(2))
    expect(state.answer).toMatchObject({ result: 'recorded', deduction: 0 })
    expect(state.answer!.given!.photos!.at(-1)).toBe(away)
  })

  it('loses the answer with the last photo, and does not bring a removed one back', async () => {
    const photo = await aPhoto(1)
    const { host, state } = await aField({ photos: [hash(photo)] })
    await until(() => expect(host.querySelector('.remove')).not.toBeNull())
    host.querySelector<HTMLButtonElement>('.remove')!.click()
    await until(() => expect(state.answer).toBeUndefined())
    await aPhoto(2)
    await nextTick()
    expect(host.querySelector('.remove')).toBeNull()
  })

  it('takes no more than an item may have, and says so', async () => {
    const photos = await Promise.all(Array.from({ length: 20 }, async (_, n) => aPhoto(n, 7)))
    const { host } = await aField({ photos: photos.map(hash) })
    await until(() => expect(host.textContent).toContain('已有 20 张'))
    expect(host.querySelector('input[capture]')).toBeNull()
  })
})
