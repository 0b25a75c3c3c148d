import { describe, expect, it } from 'vitest'
import { linesOf, spanWords } from '../../src/evidence/lines'
import { setLocale } from '../../src/words/words'
import { anEvidence } from '../builders'

const fix = { lat: 30.205, lon: 120.105, accuracy_m: 8.4, fix_age_ms: 500, source: 'gps' }
const bare = { taken_at: null, zone_said: false, gps_at: null, lat: null, lon: null, device: null, place: null }

function told(...given: Parameters<typeof anEvidence>) {
  return Object.fromEntries(linesOf(anEvidence(...given)).map(({ term, text, isDoubtful }) => [term, isDoubtful ? `▲ ${text}` : text]))
}

describe('what is known of a photo', () => {
  it('is told in words, a line for each thing', () => {
    expect(told({
      taken_at: '2026-11-20T06:03:07Z',
      received_at: '2026-11-20T06:05:00Z',
      state: 'rendered',
      clock_offset_ms: 3200,
      position: fix,
      place: { inside: true, distance_m: 0 },
      written: { ...bare, taken_at: '2026-11-20T06:03:05Z', device: 'HUAWEI P40' },
    })).toEqual({
      文件: '2026-11-20 14:05:00 收到，与拍摄时登记的哈希一致',
      来源: '现场用本应用拍摄',
      拍摄时间: '2026-11-20 14:03:07（手机时钟）',
      手机时钟: '比服务器慢 3 秒',
      定位: '30.20500, 120.10500，精度 ±8 m，拍摄时测得，卫星定位',
      与工地: '围界内',
      原图: '发来的即为原件',
      文件内信息: '相机时间 2026-11-20 14:03:05（文件未写时区，按北京时间），设备 HUAWEI P40',
    })
  })

  it('marks a photo of the album that was taken elsewhere last month', () => {
    const lines = told({
      source: 'album',
      taken_at: '2026-11-20T06:03:07Z',
      doubts: ['album', 'file_elsewhere', 'file_other_time', 'taken_before'],
      written: { ...bare, taken_at: '2026-10-20T06:03:07Z', zone_said: true, lat: 30.3, lon: 120.2, place: { inside: false, distance_m: 12_345 } },
    })
    expect(lines.来源).toBe('▲ 来自手机相册')
    expect(lines.定位).toBe('相册照片不取当前定位')
    expect(lines.拍摄时间).toBe('▲ 2026-11-20 14:03:07（手机时钟），早于本次检查开始')
    expect(lines.文件内信息).toBe('▲ 相机时间 2026-10-20 14:03:07，与手机所报相差 31 天，位置 30.30000, 120.20000，围界外，距围界 12 km')
    expect(lines).not.toHaveProperty('与工地')
  })

  it.each([
    [{ inside: false, distance_m: 320 }, '围界外，距围界 320 m'],
    [{ inside: false, distance_m: 6.2 }, '围界外 7 m，在定位误差之内'],
    [{ inside: null, distance_m: 501 }, '工地围界未绘制，距工地坐标 500 m'],
  ])('says where the phone stood: %o', (place, text) => {
    expect(told({ position: fix, place }).与工地).toBe(text)
  })

  it('says what is still to come', () => {
    const original = { sha256: 'o', size: 2_300_000, state: 'promised' as const, reason: null, asked_at: null }
    const lines = told({ state: 'promised', received_at: null, original, written: null, clock_offset_ms: null })
    expect([lines.文件, lines.原图, lines.文件内信息, lines.手机时钟]).toEqual(['尚未送达', '待传（2.3 MB）', '尚未读取', '未记录与服务器的差'])
    expect(told({ original: { ...original, asked_at: '2026-11-20T07:00:00Z' } }).原图).toMatch(/^待传（2\.3 MB），.* 已索要，手机联网后发送$/)
    expect(told({ original: { ...original, state: 'set_aside', reason: 'photo.expired' } }).原图).toBe('曾收到（2.3 MB），已按保存期限清除，哈希与回执仍保留')
    expect(told({ original, written: bare }).文件内信息).toBe('原图送达后读取')
    expect(told({ original: { ...original, state: 'rendered' }, written: bare }).文件内信息).toBe('文件内没有时间、地点和设备信息')
  })

  it('says of a marked copy what it was drawn on', () => {
    expect(told({ marked_of: 'ab12cd34'.repeat(8) }).原图).toBe('这是标注件，绘于照片 ab12cd34 的副本，原照片未改动')
  })

  it('is complete in English', () => {
    setLocale('en')
    expect(told({ position: fix, place: { inside: false, distance_m: 320 }, doubts: ['outside'] })['To the site']).toBe('▲ outside, 320 m from the boundary')
    setLocale('zh-CN')
  })
})

describe('a span of time', () => {
  it.each([[900, '1 秒'], [-61_000, '61 秒'], [150_000, '3 分钟'], [7_200_000, '2 小时'], [172_800_000, '2 天']])('%d ms', (span, text) => {
    expect(spanWords(span)).toBe(text)
  })
})
