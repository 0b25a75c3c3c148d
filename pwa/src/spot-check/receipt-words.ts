import { defineWords } from '../words/words'

/** Words of receipts on the phone. */
export const words = defineWords({
  'zh-CN': {
    title: '回执',
    scan: '扫码核对：出示本件或文件的人都能查到收到的是不是它，无需登录。',
    qr: '回执 {number} 的核对地址二维码',
    open: '打开核对页',
    save: '记录文件',
    saveHint: '签字的记录原文（JSON）；其 SHA-256 就是记录摘要。',
    notSaved: '未能取得记录文件：请联网后再试。',
    photos: '照片回执（{n}）',
    photo: '{number} · 摘要 {hash}…',
  },
  'en': {
    title: 'Receipt',
    scan: 'Scan to check: whoever holds this paper or the file learns whether it is what was received, without an account.',
    qr: 'QR code of the address where receipt {number} is checked',
    open: 'Open the page',
    save: 'Record file',
    saveHint: 'The record as it was signed (JSON); its SHA-256 is the digest of the record.',
    notSaved: 'The record file could not be fetched: try again with a network.',
    photos: 'Receipts of photos ({n})',
    photo: '{number} · hash {hash}…',
  },
})
