/** Refusals of determining a major accident hazard: their part of `refusalWords`. */
export const hazardRefusals = {
  'zh-CN': {
    'determination.edition': '判定标准的版本不对，现行版本为 {edition} 版。',
    'determination.second_item': '重大事故隐患须恰好选定一项判定条款。',
    'determination.item_unknown': '判定标准中没有这一项，请重新选定条款。',
    'determination.reason_missing': '请写明理由：第十六条、第十七条以及更改已有认定都须写明。',
  },
  'en': {
    'determination.edition': 'This is not the edition in force, which is that of {edition}.',
    'determination.second_item': 'A major hazard is determined by exactly one item; choose one.',
    'determination.item_unknown': 'The standard has no such item; choose again.',
    'determination.reason_missing': 'Write the reason: articles 16 and 17 need one, and so does whatever sets a determination aside.',
  },
}
