import { defineWords } from '../words/words'

/** The words of when originals are sent. */
export const words = defineWords({
  'zh-CN': {
    title: '照片原图',
    when: '原图何时发送',
    always: '有网络就发送',
    wifi: '仅在 Wi-Fi 下发送',
    asked: '监管人员索要时发送',
    hint: '清晰图总是立即发送，回执不等原图。监管人员索要的原图，任何网络下都会发送。',
    untold: '此浏览器不告知是否为 Wi-Fi，请在有 Wi-Fi 时手动发送。',
    held: '本机暂存原图 {n} 张',
    sendNow: '现在发送原图',
    sending: '正在发送',
    failed: '没有发完，请在网络好时再试；原图仍在本机。',
    full: '手机存储空间已满，没有发完。请先腾出空间再试；原图仍在本机。',
    login: '登录已过期，没有发完。请重新登录后再试；原图仍在本机。',
    notKept: '手机存储空间已满，选择没有保存，仍为“{choice}”。请先腾出空间再选。',
    refused: '不能再发送的原图 {n} 张：',
  },
  'en': {
    title: 'Original photos',
    when: 'When originals are sent',
    always: 'Whenever there is a network',
    wifi: 'On Wi-Fi only',
    asked: 'When a supervisor asks for one',
    hint: 'A clear copy is always sent at once; receipts do not wait for originals. What a supervisor asks for is sent on any network.',
    untold: 'This browser does not tell whether it is on Wi-Fi: send them by hand when it is.',
    held: 'Originals kept on this phone: {n}',
    sendNow: 'Send originals now',
    sending: 'Sending',
    failed: 'Not all were sent. Try again on a better network; the originals are still on this phone.',
    full: 'Not all were sent: this phone is full. Free some space and try again; the originals are still on this phone.',
    login: 'Not all were sent: your login has expired. Sign in and try again; the originals are still on this phone.',
    notKept: 'This phone is full and your choice was not kept: it is still “{choice}”. Free some space, then choose again.',
    refused: 'Originals that cannot be sent any more: {n}.',
  },
})
