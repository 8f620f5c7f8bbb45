import type { KubernetesObject, V1Node } from '@kubernetes/client-node'
import { createMissing } from '../api/create-missing'
import type { Registry } from '../api/registry'
import { nodeName } from '../kubelet/node/node-name'
import { apiEndpointSlice, apiEndpoints, apiService } from './api-service'
import { dnsDeployment, dnsService, dnsServiceAccount } from './dns'
import { namespaces } from './namespaces'
import { node, nodeConditions } from './node'
import { type NodePlace, placeOf } from './places'
import { standardStorageClass } from './storage'

export { apiCertificate, certificateAuthority } from './certificate-authority'
export { systemNamespaces } from './namespaces'
export { nodeAddress } from './node'

/** What every cluster has before anybody uses it; `now` is an RFC 3339 time. */
export const objects = (now: string, controlPlane: NodePlace): KubernetesObject[] => [
  ...namespaces,
  node(now, controlPlane),
  apiService,
  apiEndpoints,
  apiEndpointSlice,
  dnsServiceAccount,
  dnsService,
  dnsDeployment,
  standardStorageClass,
]

const present = () => new Date().toISOString().replace(/\.\d+Z$/, 'Z')

/** With two families the name server has an address of each. */
const preferringBoth = (object: KubernetesObject): KubernetesObject =>
  object === dnsService
    ? ({ ...dnsService, spec: { ...dnsService.spec, ipFamilyPolicy: 'PreferDualStack' } } as KubernetesObject)
    : object

/** Makes what every cluster has before anybody uses it, where it is not there yet. */
export function bootstrap(registry: Registry, controlPlane = placeOf(nodeName, false)): void {
  const dualStack = controlPlane.addresses.length > 1
  createMissing(
    registry,
    objects(present(), controlPlane).map(object => (dualStack ? preferringBoth(object) : object)),
  )
}

/** What a kubelet tells the API server when it starts: that there is its node, and that all is well. */
export function registerNode(registry: Registry, place: NodePlace): void {
  createMissing(registry, [node(present(), place)])
  const { status } = registry.get<V1Node>('nodes', '', place.name)
  if (status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True')) return
  const report = (changed: V1Node) => {
    changed.status = { ...changed.status, conditions: nodeConditions(present()) }
  }
  registry.modify<V1Node>('nodes', '', place.name, report, { subresource: 'status' })
}
