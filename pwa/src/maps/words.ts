import { defineWords } from '../words/words'

/** Words of any map of ours. */
export const words = defineWords({
  'zh-CN': {
    north: '北',
    m: '{n} 米',
    km: '{n} 公里',
  },
  'en': {
    north: 'N',
    m: '{n} m',
    km: '{n} km',
  },
})
