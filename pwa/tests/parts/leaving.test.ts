import { afterEach, expect, it, vi } from 'vitest'
import { effectScope } from 'vue'
import { useSaving } from '../../src/parts/leaving'

const tell = (target: EventTarget, what: string) => target.dispatchEvent(new Event(what))

/** A page that writes down what stands on it, each time as slowly as `finish` says. */
function aPage() {
  const page = { words: '', written: [] as string[], finish: [] as (() => void)[], scope: effectScope() }
  const { save, become } = page.scope.run(() => useSaving(async () => {
    page.written.push(page.words)
    await new Promise<void>(resolve => page.finish.push(resolve))
  }))!
  const type = (words: string) => {
    page.words = words
    void save()
  }
  return Object.assign(page, { type, become })
}

afterEach(() => vi.restoreAllMocks())

it('writes what waits for an earlier writing at once when the page goes', () => {
  const page = aPage()
  page.type('一')
  page.type('一二')
  expect(page.written).toEqual(['一'])
  tell(window, 'pagehide')
  expect(page.written).toEqual(['一', '一二'])
  page.scope.stop()
})

it('does so when nobody sees the page any more, and not when it is seen again', () => {
  const page = aPage()
  page.type('一')
  page.type('一二')
  tell(document, 'visibilitychange')
  expect(page.written).toEqual(['一'])
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
  tell(document, 'visibilitychange')
  expect(page.written).toEqual(['一', '一二'])
  page.scope.stop()
})

it('does so when another page of the app comes', () => {
  const page = aPage()
  page.type('一')
  page.type('一二')
  page.scope.stop()
  expect(page.written).toEqual(['一', '一二'])
})

it('writes nothing when all is written, nor for a page that is over', async () => {
  const page = aPage()
  page.type('一')
  page.finish.forEach(finish => finish())
  await vi.waitFor(() => {
    page.written.length = 0
    tell(window, 'pagehide')
    expect(page.written).toEqual([])
  })
  page.type('一二')
  page.scope.stop()
  page.written.length = 0
  tell(window, 'pagehide')
  expect(page.written).toEqual([])
})

/** As aPage, with what was written becoming something else. */
async function becoming(page: ReturnType<typeof aPage>, last: () => Promise<void>, again?: boolean) {
  const made = page.become(last, again)
  page.finish.forEach(finish => finish())
  await made.catch(() => undefined)
}

it('writes no letter that comes while or after a draft becomes something else', async () => {
  const page = aPage()
  page.words = '一'
  await becoming(page, async () => page.type('一二'))
  page.type('一二三')
  tell(window, 'pagehide')
  expect(page.written).toEqual(['一'])
})

it.each([['it fails', false], ['the next draft begins there', true]])('writes again where %s', async (_, again) => {
  const page = aPage()
  page.words = '一'
  await becoming(page, async () => again ? undefined : Promise.reject(new Error('full')), again)
  page.type('二')
  expect(page.written).toEqual(['一', '二'])
  page.scope.stop()
})
