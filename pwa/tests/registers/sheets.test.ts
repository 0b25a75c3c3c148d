import type { Line, Report } from '../../src/registers/sheets'
import { readdirSync, readFileSync } from 'node:fs'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { cellWords } from '../../src/registers/cell-words'
import { doesSomething, FileChanged, registerOf, sendSheet, wordsOfColumn, wordsOfLine } from '../../src/registers/sheets'

const rooms = '../server/suicha/' // beside the PWA, where vitest runs
const server = (readdirSync(rooms, { recursive: true }) as string[]).filter(name => name.endsWith('.py')).map(name => readFileSync(rooms + name, 'utf8'))
const line = (code: string, note = ''): Line => ({ row: 2, column: 'lat', value: '', code, note })
function report(said: Partial<Report>): Report {
  return { new: 0, changed: 0, unchanged: 0, ended: 0, faults: [], faults_total: 0, warnings: [], warnings_total: 0, unread: [], ...said }
}

function ignore() {}

/** The older way to the server: half of the body goes out, then the rest, then `answer` comes; 0 is no network. */
function aLine(status: number, answer: unknown) {
  const lines: { url: string, heads: Record<string, string> }[] = []
  class Line {
    upload: { onprogress?: (event: object) => void } = {}
    status = status
    response = new Blob([JSON.stringify(answer)])
    url = ''
    heads: Record<string, string> = {}
    onload = ignore
    onerror = ignore
    open = (_: string, url: string) => (this.url = url)
    setRequestHeader = (name: string, value: string) => (this.heads[name.toLowerCase()] = value)
    getResponseHeader = () => 'application/json'
    send = (body: Blob) => {
      lines.push(this)
      for (const loaded of [body.size / 2, body.size])
        this.upload.onprogress?.({ loaded, total: body.size, lengthComputable: true })
      if (status)
        this.onload()
      else
        this.onerror()
    }
  }
  vi.stubGlobal('XMLHttpRequest', Line)
  return lines
}

afterEach(() => vi.unstubAllGlobals())

describe('what is told of a sheet', () => {
  it('has words for every code that the server writes beside a cell', () => {
    const codes = new Set(server.flatMap(text => text.match(/(?<=")cell\.\w+(?=")/g) ?? []))
    expect(codes.size).toBeGreaterThan(15)
    expect([...codes].filter(code => !(code in cellWords.catalogues.en))).toEqual([])
  })

  it('says what to do, with what the server adds', () => {
    expect(wordsOfLine(line('cell.long', '200'))).toBe('过长，最多 200 个字。')
    expect(wordsOfLine(line('unit.other_name', '甲公司'))).toContain('甲公司')
  })

  it('says a refusal of the whole file, and a code that is newer than the app', () => {
    expect(wordsOfLine(line('sheet.protected'))).toContain('密码')
    expect(wordsOfLine(line('cell.moon'))).toContain('cell.moon')
  })

  it('names a column that the sheet does not have', () => {
    expect(wordsOfColumn(line('cell.missing'))).toBe('纬度')
    expect(wordsOfColumn({ ...line('cell.missing'), column: '风险等级' })).toBe('风险等级')
  })

  it('has nothing to take over where all is the same', () => {
    expect(doesSomething(report({ unchanged: 9 }))).toBe(false)
    expect(doesSomething(report({ ended: 1 }))).toBe(true)
  })

  it('knows which tabs are registers', () => {
    expect(registerOf['item-list']).toBe('items')
    expect(registerOf.checklists).toBeUndefined()
  })
})

describe('a sheet on its way', () => {
  it('is not sent when it is larger than the server takes', async () => {
    const huge = { size: 20 * 1024 * 1024 + 1 } as Blob
    await expect(sendSheet('sites', huge, ignore)).rejects.toMatchObject({ code: 'sheet.too_large' })
  })

  it('tells that a file was changed after it was chosen', async () => {
    const gone = { size: 1, arrayBuffer: async () => Promise.reject(new DOMException('', 'NotReadableError')) } as unknown as Blob
    await expect(sendSheet('sites', gone, ignore)).rejects.toBeInstanceOf(FileChanged)
  })

  it('goes as it is, tells how much of it is out, and a refusal comes back as one', async () => {
    const lines = aLine(422, { code: 'sheet.empty', message: '' })
    const told: number[] = []
    await expect(sendSheet('items', new Blob(['abcd']), fraction => told.push(fraction))).rejects.toMatchObject({ code: 'sheet.empty' })
    const [line] = lines
    expect(new URL(line!.url).pathname).toBe('/api/v1/registers/items/imports')
    expect(line!.heads['content-type']).toBe('application/octet-stream')
    expect(told).toEqual([0.5, 1])
  })

  it('that meets no network fails as every other request does', async () => {
    aLine(0, null)
    await expect(sendSheet('items', new Blob(['a']), ignore)).rejects.toBeInstanceOf(TypeError)
  })
})
