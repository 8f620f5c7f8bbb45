import type { V1Service } from '@kubernetes/client-node'
import { reachedFromOutside } from './shape'

/** core/v1 SetDefaults_Service. */
export function defaultService(service: V1Service): void {
  service.spec ??= {}
  const { spec } = service
  spec.sessionAffinity ??= 'None'
  if (spec.sessionAffinity === 'None') delete spec.sessionAffinityConfig
  if (
    spec.sessionAffinity === 'ClientIP' &&
    spec.sessionAffinityConfig?.clientIP?.timeoutSeconds === undefined
  ) {
    spec.sessionAffinityConfig = { clientIP: { timeoutSeconds: 10800 } }
  }
  spec.type ??= 'ClusterIP'
  for (const port of spec.ports ?? []) {
    port.protocol ??= 'TCP'
    if (port.targetPort === undefined || port.targetPort === 0 || port.targetPort === '')
      port.targetPort = port.port
  }
  if (reachedFromOutside(service)) spec.externalTrafficPolicy ??= 'Cluster'
  if (['NodePort', 'LoadBalancer', 'ClusterIP'].includes(spec.type)) spec.internalTrafficPolicy ??= 'Cluster'
  if (spec.type === 'LoadBalancer') {
    spec.allocateLoadBalancerNodePorts ??= true
    for (const entry of service.status?.loadBalancer?.ingress ?? []) if (entry.ip) entry.ipMode ??= 'VIP'
  }
}
