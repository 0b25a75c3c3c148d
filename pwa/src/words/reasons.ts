import { defineWords, wordsOr } from './words'

/** Why something changed after a draw, and why a check was cancelled, by the code that is published. */
const reasons = defineWords({
  'zh-CN': {
    'recusal': '回避',
    'unavailable': '不能到岗',
    'finished': '已竣工',
    'suspended': '停工',
    'not-started': '未开工',
    'moved': '已移出本辖区',
    'unreachable': '无法联系',
    'lists': '抽取作废：名录有误',
    'steps': '抽取作废：程序有误',
    'given-up': '抽取作废：计划取消',
    'set-aside': '抽取值录入有误，已撤销重算',
  },
  'en': {
    'recusal': 'recusal',
    'unavailable': 'not available',
    'finished': 'finished',
    'suspended': 'suspended',
    'not-started': 'not started',
    'moved': 'moved to another district',
    'unreachable': 'cannot be reached',
    'lists': 'draw void: lists in error',
    'steps': 'draw void: steps in error',
    'given-up': 'draw void: plan given up',
    'set-aside': 'draw set aside and computed again: a value was written down wrongly',
  },
})

/** The words of a reason; one that is newer than this app shows its code. */
export function wordsOfReason(code: string): string {
  return wordsOr(reasons, code, code)
}
