import { defineWords } from '../words/words'

/** Words of 检查码: what the party scans before the check. */
export const words = defineWords({
  'zh-CN': {
    title: '检查码',
    scan: '请扫码核对本次检查',
    offline: '无需网络：编号、检查人员和执法证号都在码里。',
    qr: '检查码：编号 {number}',
    rights: '权利告知',
    textTitle: '随查 检查码',
    number: '编号',
    site: '工程',
    officer: '{name} 执法证 {number}',
    result: '结果公示',
    done: '返回检查',
  },
  'en': {
    title: 'Check code',
    scan: 'Scan to verify this check',
    offline: 'Works without a network: number, inspectors and cards are in the code.',
    qr: 'Check code: number {number}',
    rights: 'You may',
    textTitle: 'Suicha check code',
    number: 'Number',
    site: 'Project',
    officer: '{name} card {number}',
    result: 'Result',
    done: 'Back to the check',
  },
})
