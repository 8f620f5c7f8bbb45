export { type Api, type ApiOptions, createApi } from './create-api'
export { createRegistry, type RegistryOptions } from './generic-registry'
export type { Registry } from './registry'
export { ApiError } from './status'
