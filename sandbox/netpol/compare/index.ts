export { compare } from './compare'
export type { Difference, PolicySet, Someone } from './difference'
