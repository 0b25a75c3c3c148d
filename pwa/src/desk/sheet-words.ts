import { defineWords } from '../words/words'

/** Words of the cells of a sheet that somebody is told of. */
export const sheetWords = defineWords({
  'zh-CN': {
    sheet: '工作表',
    row: '行',
    column: '列',
    value: '单元格内容',
    todo: '问题与处理',
    wholeFile: '整个文件',
    wholeSheet: '整表',
    blank: '（空）',
    none: '—',
    rest: '另有 {n} 处未列出。',
  },
  'en': {
    sheet: 'Sheet',
    row: 'Row',
    column: 'Column',
    value: 'Cell',
    todo: 'What is wrong, what to do',
    wholeFile: 'whole file',
    wholeSheet: 'the sheet',
    blank: '(empty)',
    none: '—',
    rest: '{n} more not listed.',
  },
})
