export {
  type ApiResponse,
  createClient,
  type KubernetesClient,
  type Method,
  type RequestOptions,
} from './client'
export type { Attach, Exec, ExecStreams } from './exec'
export { kubeConfigFor } from './kube-config'
export type { LogOptions } from './logs'
export { type Query, type ResourceRef, resourcePath } from './path'
export { ApiStatusError } from './status'
export { type ListWatchEvent, listWatch, type WatchEvent } from './watch'
