import { defineWords } from '../words/words'

/** The words of changes after a draw. */
export const changeWords = defineWords({
  'zh-CN': {
    redrawVerb: '重抽席位',
    redrawing: '正在重抽…',
    redrawCancel: '取消',
    redrawReason: '重抽原因',
    redrawReasonHint: '原因类别会公示。新的人员由同一随机数产生，其他人不动。',
    redrawRecusal: '回避',
    redrawUnavailable: '不能到岗',
    redrawNote: '情况说明',
    redrawNoteHint: '只在本单位留存，不公示。',
    changes: '抽取后的变更',
    changesExplain: '原抽取结果保持不变；变更按先后次序与结果一起公示，可以重新计算核对。',
    seatOf: '第 {n} 席',
    emptyRedrawn: '重抽时没有可以接替的人员',
  },
  'en': {
    redrawVerb: 'Draw anew',
    redrawing: 'Drawing …',
    redrawCancel: 'Cancel',
    redrawReason: 'Why the seat is drawn anew',
    redrawReasonHint: 'The kind of reason is published. The same seed says who comes; nobody else is moved.',
    redrawRecusal: 'recusal',
    redrawUnavailable: 'not available',
    redrawNote: 'Explanation',
    redrawNoteHint: 'Kept in this office, not published.',
    changes: 'Changes after the draw',
    changesExplain: 'The result of the draw stays as it was. Changes are published beside it in their order, for anybody to compute again.',
    seatOf: 'seat {n}',
    emptyRedrawn: 'nobody could take it when it was drawn anew',
  },
})
