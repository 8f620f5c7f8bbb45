export type * from './model'
