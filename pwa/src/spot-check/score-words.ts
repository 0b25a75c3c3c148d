import { defineWords } from '../words/words'

/** Words of what is missing for 合格, and of the whole site on paper. */
export const words = defineWords({
  'zh-CN': {
    more: '还差什么',
    less: '收起',
    zeroOne: '“{name}”得零分，本表计零分',
    zeroSome: '“{name}”等 {n} 个保证项目得零分，本表计零分',
    zeroItem: '保证项目“{name}”得零分：至少得 1 分，本表才不计零分',
    guaranteeShort: '保证项目小计 {n} / {of}，还差 {short} 分，否则本表计零分',
    pointsShort: '还差 {n} 分到合格线',
    pointsOf: '实得 {n} / 应得 {of}，还差 {short} 分到 70%',
    requiredItem: '必答未完成：{name}',
    requiredMore: '另有 {n} 个必答项未完成',
    open: '{n} 项未答，暂按未扣分计',
    shortly: '必答 {required} 项、共 {n} 项未答',
    shortlyOpen: '{n} 项未答',
    nothingMissing: '已达合格线，还可扣 {n} 分',
  },
  'en': {
    more: 'what is missing',
    less: 'close',
    zeroOne: '"{name}" has no points: the table counts zero',
    zeroSome: '"{name}" and others, {n} guarantee items, have no points: the table counts zero',
    zeroItem: 'Guarantee item "{name}" has no points: with one at least the table does not count zero',
    guaranteeShort: 'Guarantee items {n} / {of}: {short} short, or the table counts zero',
    pointsShort: '{n} {n|point|points} short of the pass line',
    pointsOf: '{n} of {of} points: {short} short of 70 %',
    requiredItem: 'Required and not done: {name}',
    requiredMore: '{n} more required {n|item|items} not done',
    open: '{n} {n|item|items} not answered, counted without deduction for now',
    shortly: '{n} not answered, {required} of them required',
    shortlyOpen: '{n} not answered',
    nothingMissing: 'Above the pass line; {n} {n|point|points} may still go',
  },
})
