export { createModel } from './create-model'
export type * from './model'
export { UnknownEndpoint } from './unknown-endpoint'
