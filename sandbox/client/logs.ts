import { queryString, resourcePath } from './path'

/** Query of `pods/log` (core/v1 PodLogOptions). */
export type LogOptions = {
  namespace: string
  pod: string
  container?: string
  follow?: boolean
  previous?: boolean
  sinceSeconds?: number
  /** RFC 3339. */
  sinceTime?: string
  tailLines?: number
  limitBytes?: number
  timestamps?: boolean
}

export function logPath({ namespace, pod, ...query }: LogOptions): string {
  const path = resourcePath({
    group: '',
    version: 'v1',
    resource: 'pods',
    namespace,
    name: pod,
    subresource: 'log',
  })
  return path + queryString(query)
}
