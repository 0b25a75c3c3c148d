/** Refusals of dated settings and of what a plan may take: their part of `refusalWords`. */
export const limitRefusals = {
  'zh-CN': {
    'setting.bounds': '数值超出范围，请填 {least} 到 {most} 之间的整数。',
    'setting.past': '生效日期不能早于今天：此前的数值已经用过，保持不变。',
    'setting.exists': '这一天起已设过数值，不能替换；请另选一个日期。',
    'plan.another_revealed': '同一事项的计划 {number} 已揭示、尚未抽取，请先完成它的抽取：抽中的检查会计入年度上限。',
  },
  'en': {
    'setting.bounds': 'The number must lie between {least} and {most}.',
    'setting.past': 'It must begin today or later: what held before has been used and stays.',
    'setting.exists': 'A number was set from that day on and is not replaced. Choose another day.',
    'plan.another_revealed': 'Plan {number} of the same item is revealed and not drawn. Draw it first: its checks count towards the yearly cap.',
  },
} as const
