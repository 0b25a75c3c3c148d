import type { Got } from '../desk/wire'
import type { Tell } from '../upload'
import type { Tab } from './registers'
import { api, body } from '../api'
import { sendTo } from '../http'
import { readRefusal, Refusal } from '../refusal'
import { watched } from '../upload'
import { wordsOfCode } from '../words/refusals'
import { wordsOr } from '../words/words'
import { cellWords, columnWords } from './cell-words'

export type Import = Got<'/api/v1/registers/imports/{import_id}'>
export type Report = NonNullable<Import['report']>
export type Line = Report['faults'][number]
export type Register = Import['register']

/** 一单两库: the tabs whose registers come and go as sheets. */
export const registerOf: Partial<Record<Tab, Register>> = { 'sites': 'sites', 'inspectors': 'inspectors', 'item-list': 'items' }

export const forms = ['xlsx', 'csv'] as const
export type Form = (typeof forms)[number]

export const pathOfExport = (register: Register, form: Form) => `/api/v1/registers/${register}.${form}`

/** The server takes no more; whoever has more is told before it is sent. */
const mostBytes = 20 * 1024 * 1024

/** The file was moved, or saved anew, after it had been chosen: the browser gives it no longer. */
export class FileChanged extends Error {}

async function bytesOf(file: Blob): Promise<ArrayBuffer> {
  try {
    return await file.arrayBuffer()
  }
  catch {
    throw new FileChanged()
  }
}

/** Sends a sheet to be tried, and tells how much of it has gone out; nothing is changed by it. */
export async function sendSheet(register: Register, file: Blob, tell: Tell): Promise<Import> {
  if (file.size > mostBytes)
    throw new Refusal(422, 'sheet.too_large', '')
  const answer = await sendTo(`/api/v1/registers/${register}/imports`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/octet-stream' },
    body: await bytesOf(file),
  }, watched(tell))
  if (!answer.ok)
    throw await readRefusal(answer)
  return await answer.json() as Import
}

const of = (id: string) => ({ path: { import_id: id } })

export async function readImport(id: string): Promise<Import> {
  return body(api.GET('/api/v1/registers/imports/{import_id}', { params: of(id) }))
}

/** Takes over the file whose report was read. */
export async function confirmImport({ id, sha256 }: Import): Promise<Import> {
  return body(api.POST('/api/v1/registers/imports/{import_id}/confirm', { params: of(id), body: { sha256 } }))
}

/** Whether the server is still at it. */
export const isMoving = ({ state }: Import) => state === 'checking' || state === 'applying'

/** Whether taking it over would do anything. */
export const doesSomething = (report: Report) => report.new + report.changed + report.ended > 0

/** A column as the sheet names it; one that is not in the sheet, by our word for it. */
export const wordsOfColumn = ({ column }: Line) => wordsOr(columnWords, column, column)

/** What is wrong with a cell and what to do; `row` 0 is a refusal of the whole file. */
export function wordsOfLine({ code, note }: Line): string {
  const known: Record<string, unknown> = cellWords.catalogues.en
  return code in known ? cellWords(code as 'cell.long', { note }) : wordsOfCode(code)
}
