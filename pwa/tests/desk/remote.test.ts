import { describe, expect, it } from 'vitest'
import { usePages, useRemote } from '../../src/desk/remote'

describe('something read from the server', () => {
  it('is what the last reading gave, even when an earlier one answers after it', async () => {
    const answers: ((value: string) => void)[] = []
    const remote = useRemote(async () => new Promise<string>(resolve => answers.push(resolve)))
    const readings = [remote.read(), remote.read()]
    answers[1]!('second')
    answers[0]!('first')
    await Promise.all(readings)
    expect(remote.value.value).toBe('second')
    expect(remote.busy.value).toBe(false)
  })

  it('stays on screen when polling fails, and says why when a person asked', async () => {
    const answers = ['good', new Error('away'), new Error('away')]
    const remote = useRemote(async () => {
      const answer = answers.shift()!
      if (answer instanceof Error)
        throw answer
      return answer
    })
    await remote.read()
    await remote.read('quietly')
    expect([remote.value.value, remote.error.value]).toEqual(['good', null])
    await remote.read()
    expect(remote.error.value).toBeInstanceOf(Error)
  })
})

describe('a list in pages', () => {
  const pages: Record<string, { items: number[], total: number, next: string | null }> = {
    '': { items: [1, 2], total: 5, next: 'b' },
    'b': { items: [3, 4], total: 5, next: 'd' },
    'd': { items: [5], total: 5, next: null },
  }

  it('goes on behind the cursor until there is no more', async () => {
    const { items, start, more } = usePages<number, typeof pages[string]>(async (after = '') => pages[after]!)
    await start()
    await more()
    await more()
    await more()
    expect(items.value).toEqual([1, 2, 3, 4, 5])
  })

  it('keeps what it has when a page does not come, and asks for that page again', async () => {
    let away = false
    const { items, rest, start, more } = usePages<number, typeof pages[string]>(async (after = '') => {
      if (away)
        throw new TypeError('away')
      return pages[after]!
    })
    await start()
    away = true
    await more()
    expect(items.value).toEqual([1, 2])
    expect(rest.error.value).toBeInstanceOf(TypeError)
    away = false
    await more()
    expect(items.value).toEqual([1, 2, 3, 4])
  })
})

describe('a list that is read again', () => {
  it('shows as much as before, in larger pages, and what came first if one of them fails', async () => {
    let prefix = 'a'
    const asked: (number | undefined)[] = []
    const list = usePages<string, { items: string[], total: number, next: string | null }>(async (after = '0', limit = 2) => {
      asked.push(limit)
      const from = Number(after)
      if (prefix === 'broken' && from > 0)
        throw new Error('away')
      return { items: Array.from({ length: limit }, (_, n) => `${prefix}${from + n}`), total: 9, next: String(from + limit) }
    })
    await list.start()
    await list.more()
    await list.more()
    prefix = 'b'
    await list.again()
    expect(list.items.value).toEqual(['b0', 'b1', 'b2', 'b3', 'b4', 'b5'])
    expect(asked).toEqual([2, 2, 2, 2, 4])
    prefix = 'broken'
    await list.again()
    expect(list.items.value).toEqual(['broken0', 'broken1'])
  })
})
