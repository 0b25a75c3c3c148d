import { describe, expect, it } from 'vitest'
import { besideBase } from '../../src/hazards/beside'
import { lightWord } from '../../src/hazards/due'
import { evidence } from '../../src/hazards/evidence'
import { isForQueue, press } from '../../src/hazards/keys'
import { readFilters } from '../../src/hazards/queue'
import { anEvidence } from '../builders'

describe('a key in the queue', () => {
  const ids = ['a', 'b', 'c']

  it.each([
    ['j', 'a', { choose: 'b' }],
    ['k', 'b', { choose: 'a' }],
    ['j', null, { choose: 'a' }],
    ['k', null, { choose: 'c' }],
    ['k', 'a', null],
    ['j', 'c', null],
    ['j', 'elsewhere', { choose: 'a' }],
    ['Enter', 'b', { open: 'b' }],
    ['Enter', null, null],
    ['x', 'b', { take: 'b' }],
    ['x', null, null],
    ['/', null, 'search'],
    ['?', null, 'help'],
    ['a', 'b', 'all'],
    ['Escape', 'b', 'none'],
    ['q', 'b', null],
  ])('%s at %s does %j', (key, at, deed) => {
    expect(press(key, { ids, at, more: false })).toEqual(deed)
  })

  it('asks for more at the end of what is shown, and not before its beginning', () => {
    expect(press('j', { ids, at: 'c', more: true })).toBe('more')
    expect(press('k', { ids, at: 'a', more: true })).toBeNull()
    expect(press('j', { ids: [], at: null, more: false })).toBeNull()
  })

  it('belongs to whoever is typing, and Enter to the button that has the focus', () => {
    const from = (tag: string, key: string, init = {}) => {
      const target = document.createElement(tag)
      const event = new KeyboardEvent('keydown', { key, ...init })
      Object.defineProperty(event, 'target', { value: target })
      return isForQueue(event)
    }
    expect(from('main', 'j')).toBe(true)
    expect(from('a', 'j')).toBe(true)
    expect(from('input', 'j')).toBe(false)
    expect(from('textarea', 'k')).toBe(false)
    expect(from('button', 'Enter')).toBe(false)
    expect(from('main', 'j', { ctrlKey: true })).toBe(false)
    expect(from('a', 'Enter')).toBe(false)
  })

  it('goes on from the line that is chosen and from a box that is ticked, but not out of a dialog', () => {
    const line = document.createElement('a')
    line.setAttribute('aria-current', 'true')
    const box = Object.assign(document.createElement('input'), { type: 'checkbox' })
    const inDialog = document.createElement('dialog').appendChild(document.createElement('button'))
    const pressed = (target: HTMLElement, key: string) => {
      const event = new KeyboardEvent('keydown', { key })
      Object.defineProperty(event, 'target', { value: target })
      return isForQueue(event)
    }
    expect(pressed(line, 'Enter')).toBe(true)
    expect(pressed(box, 'j')).toBe(true)
    expect(pressed(box, 'Enter')).toBe(false)
    expect(pressed(inDialog, 'j')).toBe(false)
  })
})

describe('the filters in an address', () => {
  it('are read, and what is not known is left out', () => {
    const site = '01890a5d-ac96-774b-bcce-b302099a8057'
    const all = { light: 'red', is_major: 'true', state: 'replied', waiting: 'mine', site_id: site, unit_id: site, jurisdiction_id: site, q: '配电箱' }
    expect(readFilters(all)).toEqual(all)
    expect(readFilters({ grade: 'major' }), 'an address of before').toEqual({ is_major: 'true' })
    expect(readFilters({ light: 'blue', state: ['reported'], q: '', spot_check_id: '1 OR 1', site_id: ['x'] })).toEqual({})
  })
})

describe('evidence in words', () => {
  const fix = { lat: 30, lon: 120, accuracy_m: 8, fix_age_ms: 500, source: 'gps' }
  const inside = { inside: true, distance_m: 0 }
  const photo = anEvidence({ position: fix, place: inside, inside_boundary: true })

  it('says only what was checked', () => {
    expect(evidence([])).toEqual(['无照片'])
    expect(evidence([photo, photo])).toEqual(['2 张', '2 张已收到且哈希一致', '2 张在围界内'])
    expect(evidence([
      photo,
      { ...photo, place: { inside: null, distance_m: 90 }, inside_boundary: null },
      { ...photo, state: 'promised', position: null, place: null, inside_boundary: null },
      { ...photo, state: 'set_aside', inside_boundary: false, source: 'album' },
    ])).toEqual(['4 张', '2 张已收到且哈希一致', '1 张尚未送达', '1 张不可用，已搁置', '1 张在围界内', '1 张在围界外', '1 张所在工地未绘围界', '1 张无定位', '1 张来自相册'])
  })

  it('counts a marked copy as a file that came, and not as another photo of the place', () => {
    const base = { ...photo, sha256: 'b' }
    const copy = { ...photo, sha256: 'c', marked_of: 'b' }
    expect(evidence([base, copy])).toEqual(['1 张', '标注件 1 张', '2 张已收到且哈希一致', '1 张在围界内'])
  })

  it('puts a marked copy behind what it was drawn on, wherever it arrived, and shows one whose base is not there', () => {
    const [a, b] = [{ ...photo, sha256: 'a' }, { ...photo, sha256: 'b' }]
    const [ofA, ofNone] = [{ ...photo, sha256: 'x', marked_of: 'a' }, { ...photo, sha256: 'y', marked_of: 'z' }]
    expect(besideBase([ofA, ofNone, a, b]).map(({ sha256 }) => sha256)).toEqual(['y', 'a', 'x', 'b'])
    expect(besideBase([])).toEqual([])
  })
})

describe('the light in a word', () => {
  it.each([
    ['amber', 'due_soon', '提醒'],
    ['amber', 'overdue', '已逾期'],
    ['yellow', 'overdue_two_weeks', '黄灯'],
    ['red', 'major', '红灯'],
    ['green', 'in_time', '绿灯'],
  ] as const)('of %s for %s is %s', (colour, reason, word) => {
    expect(lightWord({ light: { colour, reason } })).toBe(word)
  })
})
