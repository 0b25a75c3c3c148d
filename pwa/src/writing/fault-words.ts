import { defineWords, wordsOr } from '../words/words'

/** What keeps a draft from being published, by the server's code; `note` is what it adds. */
export const faultWords = defineWords({
  'zh-CN': {
    'list.empty': '还没有检查项。',
    'list.too_long': '最多 {note} 项，请拆成几份清单。',
    'list.nothing_scores': '评分清单至少要有一个扣分项。',
    'section.twice': '两个分部的编号相同。',
    'item.twice': '编号重复。',
    'item.points': '只有扣分项有分值，且必须有。',
    'item.scores_in_plain_list': '扣分项只能在评分清单里。',
    'item.measure': '只有实测项有测量要求，且必须有。',
    'item.options': '只有选择项有选项，且必须有。',
    'item.option_twice': '选项重复。',
    'item.reason_twice': '扣分理由重复。',
    'item.reasons': '只有扣分项有扣分理由。',
    'item.reason_range': '扣分理由的分值范围不对，或超过该项分值。',
    'item.tolerance': '允许偏差的下限大于上限。',
    'item.limit': '最大偏差倍数不能小于 1。',
    'item.lot': '只有实测和计数能按检验批抽样。',
    'item.accept': '合格判定不适用于这一项：合格率和抽样判定要有检验批，实测要有允许偏差。',
    'condition.not_before': '显示条件用到的“{note}”不在这一项之前（条件只能用前面的项）。',
    'condition.cannot': '显示条件问不了“{note}”这样的项。',
  },
  'en': {
    'list.empty': 'There are no items yet.',
    'list.too_long': '{note} items at most: divide the list.',
    'list.nothing_scores': 'A list that scores has an item that scores.',
    'section.twice': 'Two sections have one code.',
    'item.twice': 'The code is there twice.',
    'item.points': 'Items that score have points, and no others.',
    'item.scores_in_plain_list': 'Items score only in a list that scores.',
    'item.measure': 'Measured items say what is measured, and no others.',
    'item.options': 'Choices have options, and no others.',
    'item.option_twice': 'An option is there twice.',
    'item.reason_twice': 'A ground is there twice.',
    'item.reasons': 'Only items that score have grounds.',
    'item.reason_range': 'The points of a ground are no range, or more than the item has.',
    'item.tolerance': 'The lower tolerance is above the upper one.',
    'item.limit': 'The furthest deviation is at least 1 times the tolerance.',
    'item.lot': 'Only measured and counted items take a sample of a lot.',
    'item.accept': 'This rule does not fit the item: a rate or a sampling table needs a lot, a measure a tolerance.',
    'condition.not_before': 'The condition asks "{note}", which is not before this item.',
    'condition.cannot': 'The condition cannot ask this of "{note}".',
  },
})

export const wordsOfFault = ({ code, note }: { code: string, note: string }) =>
  (code in faultWords.catalogues.en ? faultWords(code as 'list.too_long', { note }) : wordsOr(faultWords, code, code))
