import { Refusal } from '../refusal'
import { StorageFull } from '../store/full'
import { defineWords, fill, wordsOr } from './words'

/** One sentence for each refusal of the server, by its code: what is wrong and what to do. */
export const refusalWords = defineWords({
  'zh-CN': {
    'request.malformed': '请求无法读取，请刷新页面后重试。',
    'request.invalid': '有内容缺失或不正确，请检查后重新提交。',
    'request.too_large': '内容过大，请分次提交。',
    'request.media_type': '不支持这种内容格式。',
    'request.method': '不支持这个操作，请刷新页面后重试。',
    'not_found': '没有找到，或不在您的查看范围内。',
    'server.trouble': '服务器出现故障，未作任何更改，请稍后重试。',
    'server.busy': '服务器繁忙，请稍后重试。',
    'server.unreadable': '服务器的回答无法读取，请稍后重试。',
    'login.required': '请先登录。',
    'login.expired': '登录已过期，请重新登录；已记录的内容不受影响。',
    'login.revoked': '本设备已被退出登录，请重新登录。',
    'login.csrf': '安全校验未通过，请刷新页面后重试。',
    'login.wrong': '账号或密码不正确。',
    'login.locked': '密码错误次数过多，请 15 分钟后再试。',
    'login.malformed': '账号只能用 1 至 64 个小写字母、数字、点、横线或下划线。',
    'login.exists': '这个账号已有人使用。',
    'password.short': '密码至少 10 个字符。',
    'role.unknown': '没有这个角色。',
    'agency.unknown': '没有这个机关代字的机关。',
    'agency.exists': '这个机关代字已有机关使用。',
    'place.code': '辖区代码应为六位数字。',
    'place.unknown': '没有这个代码的辖区。',
    'role.forbidden': '您的角色不能做这项操作。',
    'plan.take_above_class': '抽取数量 {asked} 超过该风险类别的在建项目数 {available}。',
    'plan.take_nothing': '计划至少要抽取一个项目。',
    'plan.period': '结束日期不能早于开始日期。',
    'plan.no_commitment': '见证人尚未提交承诺，请先由见证人提交。',
    'plan.frozen': '名录已冻结，不能再更改。',
    'plan.freeze_refused': '冻结前检查未通过，请先处理列出的问题。',
    'plan.not_frozen': '请先冻结名录。',
    'plan.not_revealed': '请见证人先揭示随机数，再掷骰子。',
    'plan.already_revealed': '见证人的随机数已经揭示。',
    'plan.reveal_mismatch': '随机数与见证人的承诺不一致，请核对。',
    'plan.reveal_late': '揭示时间已过，按未揭示处理。',
    'plan.reveal_early': '见证人仍可揭示，请等到截止时间。',
    'plan.too_early': '未到承诺的掷骰时间。',
    'plan.too_few_dice': '请输入至少 20 枚十面骰的数字（0–9）。',
    'plan.already_drawn': '本计划已抽取，不能再次抽取。',
    'roster.changed': '冻结后名录有变动，请重新冻结。',
    'command.malformed': '这项记录的格式不正确，请更正后重新提交。',
    'command.unknown': '服务器不认识这项记录，请更新应用。',
    'command.id_reused': '编号已被另一项记录使用，请更正后重新提交。',
    'command.too_large': '这项记录超过 256 KiB，请缩短文字。',
    'push.too_large': '一次发送的内容过多，将分批发送。',
    'sync.resync': '数据需要重新取回，已记录的内容不受影响。',
    'device.foreign': '本设备由另一人登录，请重新登录。',
    'spot_check.unknown': '您没有这项检查的任务。',
    'spot_check.not_lead': '只有主办人员可以提交检查记录。',
    'spot_check.not_complete': '检查尚不完整，还有内容未送达。',
    'checklist.unknown': '这份清单不属于本次检查。',
    'item.unknown': '清单中没有这一项。',
    'party.unknown': '责任单位不属于本工地，请重新选择。',
    'hazard.unknown': '您没有这条隐患的权限。',
    'hazard.exists': '这条隐患已经登记过。',
    'hazard.due_before_check': '整改期限不能早于检查日期。',
    'hazard.not_reported': '这条隐患已经确认过。',
    'photo.not_promised': '服务器不知道这张照片，请先发送它所属的记录。',
    'photo.too_large': '照片超过 25 MB。',
    'photo.too_many_pixels': '照片超过 6000 万像素。',
    'photo.not_an_image': '文件不是可接受的照片格式。',
    'photo.hash_mismatch': '照片在传送中损坏，请重新发送。',
    'photo.not_ready': '照片正在处理，请稍后查看。',
    'photo.unknown': '照片不属于本次检查。',
    'photo.bytes_missing': '本机找不到这张照片的数据。',
    'upload.offset_mismatch': '上传将从另一位置继续。',
    'upload.wrong_type': '上传的格式不正确，请更新应用。',
    'upload.version': '上传协议的版本不受支持，请更新应用。',
    'upload.length_mismatch': '照片长度与登记的不一致。',
    'publication.exists': '这次检查已经公示。',
    'network.away': '无法连接服务器，请检查网络后重试。',
    'storage.full': '手机存储空间已满，请先腾出空间；刚才的内容仍在本页，请勿关闭。',
    'app.fault': '应用出现故障，请重试；若仍不行，请联系管理员。',
  },
  'en': {
    'request.malformed': 'The request could not be read. Reload the page and try again.',
    'request.invalid': 'Something is missing or wrong. Check it and send again.',
    'request.too_large': 'This is too large. Send it in parts.',
    'request.media_type': 'This kind of content is not accepted.',
    'request.method': 'This is not possible here. Reload the page and try again.',
    'not_found': 'There is nothing here that you may see.',
    'server.trouble': 'The server had a fault of its own and changed nothing. Try again later.',
    'server.busy': 'The server is busy. Try again later.',
    'server.unreadable': 'The server\'s answer could not be read. Try again later.',
    'login.required': 'Sign in first.',
    'login.expired': 'Your login has expired. Sign in again; what you recorded is safe.',
    'login.revoked': 'This device was signed out. Sign in again.',
    'login.csrf': 'The security check failed. Reload the page and try again.',
    'login.wrong': 'The name or the password is wrong.',
    'login.locked': 'Too many wrong passwords. Try again in 15 minutes.',
    'login.malformed': 'A login holds 1 to 64 lower-case letters, digits, dots, dashes or underscores.',
    'login.exists': 'Somebody has this login already.',
    'password.short': 'A password needs 10 characters or more.',
    'role.unknown': 'There is no such role.',
    'agency.unknown': 'There is no agency of this short name.',
    'agency.exists': 'There is an agency of this short name already.',
    'place.code': 'A jurisdiction’s code is six digits.',
    'place.unknown': 'There is no jurisdiction of this code.',
    'role.forbidden': 'Your role may not do this.',
    'plan.take_above_class': '{asked} sites are asked for, but this risk class has {available}.',
    'plan.take_nothing': 'A plan must take at least one site.',
    'plan.period': 'The period must end on or after the day it begins.',
    'plan.no_commitment': 'The witness has not committed a number yet; that comes first.',
    'plan.frozen': 'The rosters are frozen and can no longer be changed.',
    'plan.freeze_refused': 'The check before freezing failed. Mend what is listed first.',
    'plan.not_frozen': 'Freeze the rosters first.',
    'plan.not_revealed': 'The witness must reveal the number before the dice are thrown.',
    'plan.already_revealed': 'The witness\'s number has been revealed already.',
    'plan.reveal_mismatch': 'The number does not match the witness\'s commitment. Check it.',
    'plan.reveal_late': 'The time to reveal is over; the number counts as not revealed.',
    'plan.reveal_early': 'The witness may still reveal. Wait for the deadline.',
    'plan.too_early': 'The committed time of the dice has not come yet.',
    'plan.too_few_dice': 'Type at least 20 digits of ten-sided dice (0–9).',
    'plan.already_drawn': 'This plan has been drawn; there is no second draw.',
    'roster.changed': 'The registers changed after freezing. Freeze again.',
    'command.malformed': 'This record is malformed. Correct it and send it again.',
    'command.unknown': 'The server does not know this kind of record. Update the app.',
    'command.id_reused': 'Another record has this number. Correct it and send it again.',
    'command.too_large': 'This record exceeds 256 KiB. Shorten its text.',
    'push.too_large': 'Too much at once; it will be sent in parts.',
    'sync.resync': 'The data must be fetched afresh; what you recorded is safe.',
    'device.foreign': 'Somebody else is signed in on this device. Sign in again.',
    'spot_check.unknown': 'This check is not among yours.',
    'spot_check.not_lead': 'Only the lead inspector may submit the record.',
    'spot_check.not_complete': 'The check is not complete; something has not arrived yet.',
    'checklist.unknown': 'This checklist does not belong to the check.',
    'item.unknown': 'The checklist has no such item.',
    'party.unknown': 'The responsible party does not belong to this site. Choose again.',
    'hazard.unknown': 'This hazard is not among yours.',
    'hazard.exists': 'This hazard has been recorded already.',
    'hazard.due_before_check': 'The due date must not be before the check.',
    'hazard.not_reported': 'This hazard has been confirmed already.',
    'photo.not_promised': 'The server does not know this photo; its record must be sent first.',
    'photo.too_large': 'The photo exceeds 25 MB.',
    'photo.too_many_pixels': 'The photo exceeds 60 megapixels.',
    'photo.not_an_image': 'The file is not a photo of an accepted format.',
    'photo.hash_mismatch': 'The photo was damaged on its way. Send it again.',
    'photo.not_ready': 'The photo is being processed. Look again later.',
    'photo.unknown': 'The photo does not belong to this check.',
    'photo.bytes_missing': 'The bytes of this photo are no longer on this phone.',
    'upload.offset_mismatch': 'The upload continues at another place.',
    'upload.wrong_type': 'The upload has the wrong type. Update the app.',
    'upload.version': 'This version of uploading is not supported. Update the app.',
    'upload.length_mismatch': 'The photo\'s length differs from what was recorded.',
    'publication.exists': 'This check has been published already.',
    'network.away': 'The server cannot be reached. Check the network and try again.',
    'storage.full': 'This phone is full. Free some space first; what you entered is still on this page, so keep it open.',
    'app.fault': 'The app had a fault. Try again; if it stays, tell your administrator.',
  },
})

/** What the server accepted, but a person should look at (sync.md, "Refuse little"). */
export const flagWords = defineWords({
  'zh-CN': {
    'spot_check.already_submitted': '检查此前已提交，本项作为补充保存。',
    'assignment.revoked': '任务已改派他人，记录已保存，待科室核对。',
    'clock.off': '手机时间与服务器相差超过 10 分钟。',
    'record.digest_differs': '记录摘要与服务器计算的不一致。',
    'record.score_differs': '评分与服务器计算的不一致。',
  },
  'en': {
    'spot_check.already_submitted': 'The check had been submitted before; this was kept as a supplement.',
    'assignment.revoked': 'The check was given to others; your record is kept for the office to look at.',
    'clock.off': 'This phone\'s clock is more than 10 minutes off.',
    'record.digest_differs': 'The digest differs from the one that the server computed.',
    'record.score_differs': 'The score differs from the one that the server computed.',
  },
})

function asParameters(details: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(details).map(([key, value]) => [key, String(value)]))
}

/** The sentence for a refusal's code; one that is newer than this app shows the code itself. */
export function wordsOfCode(code: string, details: Readonly<Record<string, unknown>> = {}): string {
  return fill(wordsOr(refusalWords, code, `${refusalWords('app.fault')} (${code})`), asParameters(details))
}

/** The sentence for a flag; one that is newer than this app shows the flag itself. */
export function wordsOfFlag(flag: string): string {
  return wordsOr(flagWords, flag, flag)
}

/** The sentence for anything that was thrown: a refusal, no network, no room, or our own fault. */
export function wordsOfError(error: unknown): string {
  if (error instanceof Refusal)
    return wordsOfCode(error.code, error.details)
  if (error instanceof StorageFull)
    return refusalWords('storage.full')
  // Browsers throw a TypeError from fetch when there is no network.
  return refusalWords(error instanceof TypeError ? 'network.away' : 'app.fault')
}
