/** Pure twin of the server's checklists/scoring, held to it by tests/vectors/scoring.json. */
export { display, type Fraction, fraction, isBelow } from './fraction'
export { passLine, type Shortfall, shortfallOf } from './shortfall'
export { type ClassOfSite, scoreSite, type SiteScore, type TableOfSite } from './site'
export { type Answer, type Result, type ScoredTable, scoreTable, type TableScore, type ZeroedBecause } from './table'
export { type Grade, gradeTotal, type SummaryClass, type Total } from './total'
