/** How bad a hazard is and, apart from that, whether a person determined that it is a 重大事故隐患. */

export type Severity = 'general' | 'serious'

/** What a report says; `major` by an app of before 0.2.0: serious, and major with its item still owed. */
export type SaidGrade = Severity | 'major'

/** By which one item of the standard; with a reason where the article asks for it. */
export interface Determination { edition: string, item_id: string, reason: string }

/** What a report, a record or a row says of it; those of before 0.2.0 say a grade alone. */
export interface Graded {
  grade: SaidGrade
  severity?: Severity
  is_major?: boolean
  determination?: Determination | null
}

export const isMajor = ({ grade, is_major, determination }: Graded) => is_major ?? (grade === 'major' || Boolean(determination))

export const severityOf = ({ grade, severity }: Pick<Graded, 'grade' | 'severity'>): Severity => severity ?? (grade === 'general' ? 'general' : 'serious')
