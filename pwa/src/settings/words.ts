import { defineWords, wordsOr } from '../words/words'

/** Words of an office's dated settings. */
export const words = defineWords({
  'zh-CN': {
    'title': '设置',
    'draw.ratio.A': 'A 类抽查比例',
    'draw.ratio.B': 'B 类抽查比例',
    'draw.ratio.C': 'C 类抽查比例',
    'draw.ratio.D': 'D 类抽查比例',
    'draw.yearly_cap': '年度检查上限',
    'draw.cap': '每名人员的席位上限',
    'publication.working_days': '结果公示期限',
    'keep.loose_photos': '未关联隐患的照片保存年限',
    'keep.originals': '照片原图保存年限',
    'about.draw.ratio': '新建计划时，按此比例算出该风险类别建议抽取的数量，有小数进一。以计划开始日期当天的比例为准。',
    'about.draw.yearly_cap': '同一工地、同一抽查事项在一个自然年内的抽查次数。达到上限的工地留在名录上，但不参加抽取，并在 exclusions.tsv 中公示。投诉核查、复查不计入。',
    'about.draw.cap': '一次抽取中每名执法检查人员最多的席位。',
    'about.publication.working_days': '检查资料齐全后，多少个工作日内公示结果。',
    'about.keep.loose_photos': '自服务器收到之日起，未关联隐患的照片保存的年数。期满后每夜自动清除，哈希与回执仍保留。检查记录、签字、隐患照片系统不删除。',
    'about.keep.originals': '自服务器收到之日起，照片原图保存的年数。期满后每夜自动清除，清晰图、哈希与回执仍保留。',
    'percent': '{n}%',
    'years': '{n} 年',
    'times': '每年 {n} 次',
    'seats': '{n} 席',
    'days': '{n} 个工作日',
    'inForce': '现行',
    'own': '本单位设定',
    'default': '系统默认',
    'since': '{date} 起',
    'sinceEver': '未设定，使用系统默认值',
    'basis': '依据',
    'number': '数值',
    'validFrom': '生效日期',
    'coming': '将要生效',
    'past': '以前',
    'setTitle': '设定新的数值',
    'setExplain': '新的数值从生效日期起接替现行的；已设定的数值不能更改或删除，填错了请再设一个更晚的。',
    'range': '{least} 至 {most} 的整数',
    'fromHint': '今天或以后',
    'basisHint': '文件名称、文号和条款，会随计划显示',
    'set': '设定',
    'setting': '正在设定',
    'readOnly': '只有管理员可以设定；主持抽取的人员不设定自己的比例和上限。',
    'required': '请填写',
    'wasSet': '已设定，{date} 起为{value}',
  },
  'en': {
    'title': 'Settings',
    'draw.ratio.A': 'Ratio of class A',
    'draw.ratio.B': 'Ratio of class B',
    'draw.ratio.C': 'Ratio of class C',
    'draw.ratio.D': 'Ratio of class D',
    'draw.yearly_cap': 'Yearly cap',
    'draw.cap': 'Most seats of an inspector',
    'publication.working_days': 'Time to publish',
    'keep.loose_photos': 'Photos of no finding are kept',
    'keep.originals': 'Originals of photos are kept',
    'about.draw.ratio': 'A new plan proposes this share of the risk class, rounded up. The ratio of the plan\'s first day counts.',
    'about.draw.yearly_cap': 'How often one site is checked by one item of the list in a calendar year. A site that has reached it stays on the list, takes no part in a draw, and is published in exclusions.tsv. Complaints and re-checks do not count.',
    'about.draw.cap': 'The most seats of one inspector in one draw.',
    'about.publication.working_days': 'Within how many working days the result of a complete check is published.',
    'about.keep.loose_photos': 'For how many years after they came. Then they go by themselves at night; hash and receipt stay. Records, signatures and photos of hazards are never deleted by the system.',
    'about.keep.originals': 'For how many years after they came. Then they go by themselves at night; a clear copy, hash and receipt stay.',
    'percent': '{n}%',
    'years': '{n} {n|year|years}',
    'times': '{n} a year',
    'seats': '{n} {n|seat|seats}',
    'days': '{n} working {n|day|days}',
    'inForce': 'In force',
    'own': 'set by the office',
    'default': 'our default',
    'since': 'since {date}',
    'sinceEver': 'never set; our default is used',
    'basis': 'Basis',
    'number': 'Number',
    'validFrom': 'From',
    'coming': 'Coming',
    'past': 'Before',
    'setTitle': 'Set a new number',
    'setExplain': 'It follows the present one from that day on. A number that was set is neither changed nor deleted: a wrong one is followed by another of a later day.',
    'range': 'A whole number, {least} to {most}',
    'fromHint': 'Today or later',
    'basisHint': 'Document, number and article; shown with every plan',
    'set': 'Set',
    'setting': 'Setting',
    'readOnly': 'Only an administrator sets it: whoever draws does not set their own ratios and caps.',
    'required': 'Please fill in',
    'wasSet': 'Set: {value} from {date}',
  },
})

const units = { 'draw.yearly_cap': 'times', 'draw.cap': 'seats', 'publication.working_days': 'days', 'keep.loose_photos': 'years', 'keep.originals': 'years' } as const

/** A number with its unit: 15%, 2 a year. */
export function valueOf(key: string, n: number): string {
  return words(key in units ? units[key as keyof typeof units] : 'percent', { n })
}

/** What a setting is called; one that is newer than this app is called by its key. */
export const nameOf = (key: string) => wordsOr(words, key, key)

/** What a setting does. */
export const aboutOf = (key: string) => wordsOr(words, `about.${key.startsWith('draw.ratio.') ? 'draw.ratio' : key}`, '')
