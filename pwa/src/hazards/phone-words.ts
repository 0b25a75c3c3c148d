import { defineWords } from '../words/words'

export const words = defineWords({
  'zh-CN': {
    title: '隐患',
    none: '没有隐患',
    noneHint: '您检查中登记的隐患会出现在这里。',
    unsent: '待发送',
    reported: '待确认',
    confirmed: '整改中',
    general: '一般',
    major: '重大',
    due: '{date} 前整改',
    refused: '被退回',
    daysLeft: '剩 {n} 天',
    dueToday: '今天到期',
    daysOver: '逾期 {n} 天',
  },
  'en': {
    title: 'Hazards',
    none: 'No hazards',
    noneHint: 'Hazards that you report during a check appear here.',
    unsent: 'to send',
    reported: 'to be confirmed',
    confirmed: 'being rectified',
    general: 'general',
    major: 'major',
    due: 'rectify by {date}',
    refused: 'refused',
    daysLeft: '{n} d left',
    dueToday: 'due today',
    daysOver: '{n} d overdue',
  },
})
