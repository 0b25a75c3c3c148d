import { defineWords } from '../words/words'

/** Words of a site's parties in a form, and of a new site. */
export const words = defineWords({
  'zh-CN': {
    add: '新增工地',
    addParty: '添加单位',
    none: '还没有参建单位。',
    partyOf: '第 {n} 个单位',
    remove: '移除',
    removeOf: '移除第 {n} 个单位',
    leaderHint: '可不填。',
    keptHint: '移除的单位不会删除，已有的检查和隐患仍然有效。',
    pick: '请选择',
    permitHint: '1 至 64 位字母、数字、点、横线或下划线，登记后不能更改。',
    validFromHint: '不填写即为今天。',
    placeHint: '按 WGS-84 填写度数；经纬度填反是常见错误。',
  },
  'en': {
    add: 'New site',
    addParty: 'Add a unit',
    none: 'No parties yet.',
    partyOf: 'Unit {n}',
    remove: 'Remove',
    removeOf: 'Remove unit {n}',
    leaderHint: 'May be left empty.',
    keptHint: 'A unit that is removed is not deleted; checks and hazards keep it.',
    pick: 'Choose one',
    permitHint: '1 to 64 letters, digits, dots, dashes or underscores; it cannot be changed later.',
    validFromHint: 'Today, where nothing is entered.',
    placeHint: 'Degrees in WGS-84; latitude and longitude are often swapped.',
  },
})
