import type { KubernetesObject } from '@kubernetes/client-node'
import { createMissing } from '../api/create-missing'
import type { Registry } from '../api/registry'
import { apiEndpointSlice, apiEndpoints, apiService } from './api-service'
import { dnsDeployment, dnsService, dnsServiceAccount } from './dns'
import { namespaces } from './namespaces'
import { node } from './node'
import { standardStorageClass } from './storage'

export { apiCertificate, certificateAuthority } from './certificate-authority'
export { systemNamespaces } from './namespaces'
export { nodeAddress } from './node'

/** What every cluster has before anybody uses it; `now` is an RFC 3339 time. */
export const objects = (now: string): KubernetesObject[] => [
  ...namespaces,
  node(now),
  apiService,
  apiEndpoints,
  apiEndpointSlice,
  dnsServiceAccount,
  dnsService,
  dnsDeployment,
  standardStorageClass,
]

/** Makes what every cluster has before anybody uses it, where it is not there yet. */
export function bootstrap(registry: Registry): void {
  const now = new Date().toISOString().replace(/\.\d+Z$/, 'Z')
  createMissing(registry, objects(now))
}
