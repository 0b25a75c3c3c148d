import { defineWords } from '../words/words'

export const words = defineWords({
  'zh-CN': {
    title: '添加到主屏幕',
    why: '像应用一样打开，没有网络也能检查；手机也不会随意清除记录。',
    offer: '添加',
    share: '点浏览器的“分享”按钮，再选“添加到主屏幕”。',
    browserTitle: '请用手机浏览器打开',
    browser: '在微信、钉钉里打开时不能离线使用。请点右上角“⋯”，选“在浏览器打开”。',
    dismiss: '不再提示',
  },
  'en': {
    title: 'Add to the home screen',
    why: 'It then opens like an app, works without a network, and the phone does not clear its records at will.',
    offer: 'Add',
    share: 'Tap the browser\'s share button, then "Add to Home Screen".',
    browserTitle: 'Please open it in the phone\'s browser',
    browser: 'Inside WeChat or DingTalk it cannot work offline. Tap "⋯" at the top right, then "Open in browser".',
    dismiss: 'Do not show again',
  },
})
