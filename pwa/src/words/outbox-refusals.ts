/** Refusals of exported outboxes: their part of `refusalWords`. */
export const outboxRefusals = {
  'zh-CN': {
    'outbox.unreadable': '这不是手机导出的记录文件，或文件不完整、被改动过；请在手机上重新导出。',
    'outbox.version': '文件的格式版本 {version} 比服务器新，请先升级服务器。',
    'outbox.too_large': '文件超过 4 GB 或 20,000 项；请在手机上不含原图重新导出。',
    'outbox.altered': '内容与文件自带的清单不符，未导入；请在手机上重新导出。',
    'outbox.missing': '文件清单中有这一项，但文件里没有；请在手机上重新导出。',
    'outbox.other_device': '文件所称的设备属于另一个人，未导入；请核对文件来源。',
  },
  'en': {
    'outbox.unreadable': 'This is no file that a phone exported, or it was cut or changed. Export it again on the phone.',
    'outbox.version': 'The file has version {version} of the format, which is newer than this server. Bring the server up to date first.',
    'outbox.too_large': 'The file exceeds 4 GB or 20,000 parts. Export it again on the phone, without originals.',
    'outbox.altered': 'This is not what the file\'s own list says, and was not taken in. Export it again on the phone.',
    'outbox.missing': 'The file lists this and does not hold it. Export it again on the phone.',
    'outbox.other_device': 'The device that the file names is another person\'s. Find out where the file comes from.',
  },
} as const
