import { randomInt } from 'node:crypto'
import type { V1Service } from '@kubernetes/client-node'
import type { Registry } from '../../api/registry'
import { invalid } from '../../api/status'
import { invalidValue } from '../validation/field-errors'

/** --service-cluster-ip-range */
const range = '10.96.0.0/16'
const prefix = '10.96.'
const nodePorts = { from: 30000, to: 32767 }

const others = ({ metadata }: V1Service, registry: Registry) =>
  registry
    .list<V1Service>('services')
    .filter(
      other => other.metadata?.name !== metadata?.name || other.metadata?.namespace !== metadata?.namespace,
    )

const refuse = (service: V1Service, field: string, value: unknown, detail: string) =>
  invalid('', 'Service', service.metadata?.name ?? '', [invalidValue(field, value, detail)])

/** Gives the service its cluster address, or takes the one it asks for. Throws Invalid if that is not to be had. */
export function allocateAddress(service: V1Service, registry: Registry): void {
  const { spec } = service
  if (!spec || spec.type === 'ExternalName' || spec.clusterIP === 'None') return
  const taken = new Set(others(service, registry).map(other => other.spec?.clusterIP))
  if (spec.clusterIP) {
    const field = 'spec.clusterIPs'
    const asked = [spec.clusterIP]
    if (!spec.clusterIP.startsWith(prefix)) {
      throw refuse(
        service,
        field,
        asked,
        `failed to allocate IP ${spec.clusterIP}: the provided IP (${spec.clusterIP}) is not in the valid range. The range of valid IPs is ${range}`,
      )
    }
    if (taken.has(spec.clusterIP)) {
      throw refuse(
        service,
        field,
        asked,
        `failed to allocate IP ${spec.clusterIP}: provided IP is already allocated`,
      )
    }
  } else {
    do spec.clusterIP = `${prefix}${randomInt(1, 255)}.${randomInt(1, 255)}`
    while (taken.has(spec.clusterIP))
  }
  spec.clusterIPs = [spec.clusterIP]
}

/** Node ports for the types that have them. */
export function allocateNodePorts(service: V1Service, registry: Registry): void {
  const { spec } = service
  if (spec?.type !== 'NodePort' && spec?.type !== 'LoadBalancer') return
  const taken = new Set(
    others(service, registry).flatMap(other => (other.spec?.ports ?? []).map(({ nodePort }) => nodePort)),
  )
  for (const [index, port] of (spec.ports ?? []).entries()) {
    const field = `spec.ports[${index}].nodePort`
    if (port.nodePort) {
      if (port.nodePort < nodePorts.from || port.nodePort > nodePorts.to) {
        throw refuse(
          service,
          field,
          port.nodePort,
          `provided port is not in the valid range. The range of valid ports is ${nodePorts.from}-${nodePorts.to}`,
        )
      }
      if (taken.has(port.nodePort))
        throw refuse(service, field, port.nodePort, 'provided port is already allocated')
    } else {
      do port.nodePort = randomInt(nodePorts.from, nodePorts.to + 1)
      while (taken.has(port.nodePort))
    }
    taken.add(port.nodePort)
  }
}
