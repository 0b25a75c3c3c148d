import type { Site } from './registers'

const order = ['owner', 'surveyor', 'designer', 'builder', 'supervision'] as const

/** The five parties as documents list them: 建设, 勘察, 设计, 施工, 监理. */
export function inOrder(parties: Site['parties']): Site['parties'] {
  return [...parties].sort((a, b) => order.indexOf(a.role) - order.indexOf(b.role))
}
