/** What a checklist asks and what its answers say; pure twin of the server's checklists/definition. */
export { isDecimal } from './decimals'
export { type Gap, gapOf } from './gap'
export * from './item'
export { badReadings, isComplete, missing, resultOf, sampleSize } from './judging'
export { acceptedOf, largestLot } from './sampling'
export { type ListOfSite, type Scheme, scored, scoredSite } from './scored'
export { shown } from './shown'
export { parsed, WordingError, written } from './wording'
