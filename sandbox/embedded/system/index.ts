import type { KubernetesObject } from '@kubernetes/client-node'
import { copyJson } from '../api/copy'
import type { Registry } from '../api/registry'
import { apiEndpointSlice, apiEndpoints, apiService } from './api-service'
import { dnsDeployment, dnsService, dnsServiceAccount } from './dns'
import { namespaces } from './namespaces'
import { node } from './node'
import { standardStorageClass } from './storage'

export { apiCertificate, certificateAuthority } from './certificate-authority'
export { systemNamespaces } from './namespaces'
export { nodeAddress } from './node'

const objects = (now: string): [resource: string, object: KubernetesObject][] => [
  ...namespaces.map((namespace): [string, KubernetesObject] => ['namespaces', namespace]),
  ['nodes', node(now)],
  ['services', apiService],
  ['endpoints', apiEndpoints],
  ['discovery.k8s.io/endpointslices', apiEndpointSlice],
  ['serviceaccounts', dnsServiceAccount],
  ['services', dnsService],
  ['apps/deployments', dnsDeployment],
  ['storage.k8s.io/storageclasses', standardStorageClass],
]

/** Makes what every cluster has before anybody uses it, where it is not there yet. */
export function bootstrap(registry: Registry): void {
  const now = new Date().toISOString().replace(/\.\d+Z$/, 'Z')
  for (const [resource, object] of objects(now)) {
    const { namespace = '', name } = object.metadata!
    if (!registry.find(resource, namespace, name!)) registry.create(resource, copyJson(object))
  }
}
