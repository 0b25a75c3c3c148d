import { defineWords } from '../words/words'

/** Words of the map of a hazard. */
export const mapWords = defineWords({
  'zh-CN': {
    map: '位置',
    mapOf: '{site}的围界与照片位置',
    sitePoint: '工地登记位置',
    noBoundary: '围界未绘制',
    photoAt: '照片 {n}：{side}，距围界 {edge}，精度 ±{accuracy}',
    photoFrom: '照片 {n}：{side}，距工地登记位置 {edge}，精度 ±{accuracy}',
    nearEdge: '精度范围跨过围界，内外不能确定',
    farOff: '距离较远，图上只示方向',
    noPositions: '照片都没有定位。',
    zoomIn: '放大',
    zoomOut: '缩小',
    wheelHint: '按住 Ctrl（⌘）滚动可缩放地图',
    fingersHint: '用两指移动地图',
  },
  'en': {
    map: 'Where',
    mapOf: 'Boundary of {site} and where the photos were taken',
    sitePoint: 'the site as registered',
    noBoundary: 'no boundary is drawn',
    photoAt: 'Photo {n}: {side}, {edge} from the boundary, accuracy ±{accuracy}',
    photoFrom: 'Photo {n}: {side}, {edge} from the site as registered, accuracy ±{accuracy}',
    nearEdge: 'its accuracy reaches across the boundary: inside or outside is not certain',
    farOff: 'far off, only its direction is drawn',
    noPositions: 'None of the photos has a position.',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    wheelHint: 'Hold Ctrl (⌘) while scrolling to zoom the map',
    fingersHint: 'Move the map with two fingers',
  },
})
