// @vitest-environment node
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { positions, seedOfSample } from '../../src/checklists'

const house = fileURLToPath(new URL('../../..', import.meta.url))
const printed = execFileSync('.venv/bin/python', ['-m', 'tests.checklists.positions', '60'], { cwd: house })
type Case = [checkId: string, versionId: string, itemId: string, capacity: number, size: number, skip: number, drawn: number[]]

it('draws the members of a lot that the office draws', () => {
  for (const [checkId, versionId, itemId, capacity, size, skip, drawn] of JSON.parse(printed.toString()) as Case[])
    expect(positions(seedOfSample({ checkId, versionId, itemId }), capacity, size, skip)).toEqual(drawn)
})
