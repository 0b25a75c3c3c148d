import { afterEach, describe, expect, it } from 'vitest'
import { exchangeFailed, skillName, whyEmpty } from '../../src/draws/empty-seat'
import { setLocale } from '../../src/words/words'

const seat = { object_id: '330106202601010101', slot: 0, skill: 'civil', seated: 1, unskilled: 3, recused: 2, full: 4, reach: 4 }

afterEach(() => setLocale('zh-CN'))

describe('why a seat stayed empty', () => {
  it('names the specialty and counts every cause', () => {
    expect(whyEmpty(seat)).toBe('土建专业席位无人可派：4 名已达上限、2 名回避、3 名专业不符、1 名已在本工地。')
    setLocale('en')
    expect(whyEmpty(seat)).toBe('Nobody for this civil works seat: 4 at the limit, 2 recused, 3 without the specialty, 1 on this site already.')
  })

  it('leaves out causes that nobody has', () => {
    expect(whyEmpty({ ...seat, full: 0, recused: 0, seated: 0, reach: 0 })).toBe('土建专业席位无人可派：3 名专业不符。')
  })

  it('says when there is nobody at all', () => {
    expect(whyEmpty({ ...seat, skill: '*', full: 0, recused: 0, unskilled: 0, seated: 0 })).toBe('不限专业席位无人可派：名录中没有执法人员。')
  })

  it('tells of exchanges only where others were asked than those who could sit there', () => {
    expect(exchangeFailed(seat)).toBe(false)
    expect(exchangeFailed({ ...seat, reach: 6 })).toBe(true)
  })

  it('keeps a specialty that this app does not know', () => {
    expect(skillName('elevator')).toBe('elevator')
  })
})
