import { defineWords } from '../words/words'

/** Words of searching a list for an item. */
export const words = defineWords({
  'zh-CN': {
    title: '查找检查项',
    search: '检索',
    placeholder: '名称、要求、条款或编号，可写几个词',
    sections: '共 {n} 项；点分类名可直接前往',
    section: '已答 {n} / {of}',
    found: '找到 {n} 项',
    partly: '没有全部包含的检查项；含其中一些词的 {n} 项',
    nothing: '没有找到',
    nothingHint: '少写几个词，或换个说法。只查本清单现在要答的检查项。',
    open: '未答',
    more: '再显示 {n} 项',
    close: '返回记录',
  },
  'en': {
    title: 'Find an item',
    search: 'Search',
    placeholder: 'name, requirement, clause or number',
    sections: '{n} {n|item|items}; a section is one tap away',
    section: '{n} of {of} answered',
    found: 'found: {n}',
    partly: 'no item has all of these words; with some of them: {n}',
    nothing: 'Nothing found',
    nothingHint: 'Use fewer or other words. Only the items that this list asks for now are searched.',
    open: 'not answered',
    more: 'Show {n} more',
    close: 'Back to recording',
  },
})
