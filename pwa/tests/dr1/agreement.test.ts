// @vitest-environment node
import { Buffer } from 'node:buffer'
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { computeFiles, verifyFiles } from '../../src/dr1/folder'

/** The office's program makes the cases, and says what it finds. */
const house = fileURLToPath(new URL('../../..', import.meta.url))
const printed = execFileSync('.venv/bin/python', ['-m', 'tests.draws.cases', '60'], { cwd: house, maxBuffer: 2 ** 28 })
interface Drawn { files: Record<string, string>, result: string, changes: string }
interface Fault { name: string, files: Record<string, string>, said: string }
const { draws, faults } = JSON.parse(printed.toString()) as { draws: Drawn[], faults: Fault[] }
function decoded(files: Record<string, string>) {
  return new Map(Object.entries(files).map(([name, text]) => [name, new Uint8Array(Buffer.from(text, 'base64'))]))
}

it('draws and changes as the office does, on draws made by chance', () => {
  expect(draws).toHaveLength(60)
  for (const { files, result, changes } of draws)
    expect(computeFiles(decoded(files))).toEqual({ result, changes })
})

it('names every fault in the words of the office', () => {
  expect(faults.length).toBeGreaterThan(40)
  const said = faults.map(({ name, files }) => {
    try {
      verifyFiles(decoded(files))
      return `${name}: nothing`
    }
    catch (error) {
      return `${name}: ${(error as Error).message}`
    }
  })
  expect(said).toEqual(faults.map(({ name, said }) => `${name}: ${said}`))
})
