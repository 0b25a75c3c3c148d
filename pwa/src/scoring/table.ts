export type Result = 'conforming' | 'nonconforming' | 'not_applicable'
