import type { V1Service } from '@kubernetes/client-node'

/** What follows from a service's type (pkg/api/service, and the registry's own questions). */

export const isHeadless = ({ spec }: V1Service) =>
  spec?.clusterIPs?.length === 1 && spec.clusterIPs[0] === 'None'

export const needsClusterIP = ({ spec }: V1Service) => spec?.type !== 'ExternalName'

export const needsNodePort = ({ spec }: V1Service) =>
  spec?.type === 'NodePort' || (spec?.type === 'LoadBalancer' && spec.allocateLoadBalancerNodePorts !== false)

export const needsHealthCheck = ({ spec }: V1Service) =>
  spec?.type === 'LoadBalancer' && spec.externalTrafficPolicy === 'Local'

export const reachedFromOutside = ({ spec }: V1Service) =>
  spec?.type === 'LoadBalancer' ||
  spec?.type === 'NodePort' ||
  (spec?.type === 'ClusterIP' && (spec.externalIPs?.length ?? 0) > 0)
