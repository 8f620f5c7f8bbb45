import type { V1Service } from '@kubernetes/client-node'
import { equal } from '../../api/equal'
import { needsClusterIP, needsHealthCheck, needsNodePort, reachedFromOutside } from './shape'

const portsOf = ({ spec }: V1Service) => (spec?.ports ?? []).flatMap(({ nodePort }) => nodePort ?? [])

const sameAddresses = ({ spec }: V1Service, { spec: old }: V1Service) =>
  spec?.clusterIP === old?.clusterIP && equal(spec?.clusterIPs ?? [], old?.clusterIPs ?? [])

/** What was given to a service stays with it when a client leaves it out (patchAllocatedValues). */
export function keepAllocated(service: V1Service, old: V1Service): void {
  const spec = service.spec!
  const before = old.spec!
  if (needsClusterIP(old) && needsClusterIP(service)) {
    spec.clusterIP ||= before.clusterIP
    if (!spec.clusterIPs?.length && before.clusterIPs) spec.clusterIPs = [...before.clusterIPs]
    if (spec.clusterIP === undefined) delete spec.clusterIP
  }
  if (needsNodePort(old) && needsNodePort(service)) {
    const wanted = new Set(portsOf(service))
    const kept = new Set(portsOf(old).filter(port => wanted.has(port)))
    for (const port of spec.ports ?? []) {
      if (port.nodePort) continue
      const same = before.ports?.find(({ name = '' }) => name === (port.name ?? ''))?.nodePort
      if (same && !kept.has(same)) port.nodePort = same
    }
  }
  if (needsHealthCheck(old) && needsHealthCheck(service))
    spec.healthCheckNodePort ??= before.healthCheckNodePort
}

/** `clusterIP` and `clusterIPs` say the same, whichever of them a client knows (normalizeClusterIPs). */
export function alignAddresses({ spec }: V1Service, old?: V1Service): void {
  if (!spec) return
  if (!old) {
    if (spec.clusterIP && !spec.clusterIPs?.length) spec.clusterIPs = [spec.clusterIP]
    return
  }
  const before = old.spec ?? {}
  if (before.clusterIPs?.length && !spec.clusterIPs?.length && before.clusterIP === spec.clusterIP)
    spec.clusterIPs = [...before.clusterIPs]
  if ((before.clusterIP ?? '') === (spec.clusterIP ?? '')) return
  if (!equal(before.clusterIPs ?? [], spec.clusterIPs ?? [])) return
  if (spec.clusterIP) spec.clusterIPs = [spec.clusterIP]
  else delete spec.clusterIPs
}

/** What has no meaning for the new type goes, unless the client changed it, too (dropTypeDependentFields). */
export function dropMeaningless(service: V1Service, old: V1Service): void {
  const spec = service.spec!
  const before = old.spec!
  if (needsClusterIP(old) && !needsClusterIP(service)) {
    if (sameAddresses(service, old)) {
      delete spec.clusterIP
      delete spec.clusterIPs
    }
    if (equal(spec.ipFamilies, before.ipFamilies)) delete spec.ipFamilies
    if (spec.ipFamilyPolicy === before.ipFamilyPolicy) delete spec.ipFamilyPolicy
  }
  if (needsNodePort(old) && !needsNodePort(service) && equal(portsOf(service).sort(), portsOf(old).sort())) {
    for (const port of spec.ports ?? []) delete port.nodePort
  }
  const drop = (
    meant: (service: V1Service) => boolean,
    field:
      | 'healthCheckNodePort'
      | 'allocateLoadBalancerNodePorts'
      | 'loadBalancerClass'
      | 'externalTrafficPolicy',
  ) => {
    if (meant(old) && !meant(service) && spec[field] === before[field]) delete spec[field]
  }
  const balances = ({ spec }: V1Service) => spec?.type === 'LoadBalancer'
  drop(needsHealthCheck, 'healthCheckNodePort')
  drop(balances, 'allocateLoadBalancerNodePorts')
  drop(balances, 'loadBalancerClass')
  drop(reachedFromOutside, 'externalTrafficPolicy')
  if (!balances(service)) service.status = { ...service.status, loadBalancer: {} }
}
