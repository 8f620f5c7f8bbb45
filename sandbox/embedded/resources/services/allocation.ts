import { randomInt } from 'node:crypto'
import type { V1Service } from '@kubernetes/client-node'
import type { IpFamily } from '../../api/registry'
import { invalid } from '../../api/status'
import { canonical, createBlock } from '../../network/address'
import { serviceRanges } from '../../system/places'
import type { Context } from '../registration'
import { invalidValue } from '../validation/field-errors'
import { needsHealthCheck, needsNodePort } from './shape'

const nodePorts = { from: 30000, to: 32767 }

const refuse = (service: V1Service, field: string, value: unknown, detail: string) =>
  invalid('', 'Service', service.metadata?.name ?? '', [invalidValue(field, value, detail)])

const draw: Readonly<Record<IpFamily, () => string>> = {
  IPv4: () => `10.96.${randomInt(1, 255)}.${randomInt(1, 255)}`,
  IPv6: () => `fd00:10:96::${randomInt(0x100, 0x10000).toString(16)}`,
}

/**
 * Gives the service its cluster addresses, one of each of its families, or takes the ones it asks for. What `old` has
 * stays its own. Throws Invalid if one is not to be had.
 */
export function allocateAddresses(service: V1Service, { registry, dryRun }: Context, old?: V1Service): void {
  const { spec } = service
  if (!spec || spec.type === 'ExternalName' || spec.clusterIPs?.[0] === 'None') return
  if (old?.spec?.clusterIPs?.[0] === 'None') return
  const own = old?.spec?.clusterIPs ?? []
  const taken = new Set(registry.list<V1Service>('services').flatMap(other => other.spec?.clusterIPs ?? []))
  const asked = spec.clusterIPs ?? []
  spec.clusterIPs = (spec.ipFamilies ?? []).map((name, index) => {
    const family = name as IpFamily
    const wanted = asked[index]
    // An address that a service has it keeps; validation says so.
    if (wanted && (own.includes(wanted) || own[index] !== undefined)) return wanted
    if (wanted) {
      const cannot = (why: string) =>
        refuse(service, 'spec.clusterIPs', asked, `failed to allocate IP ${wanted}: ${why}`)
      const range = serviceRanges[family]
      if (!createBlock(range).contains(canonical(wanted) ?? wanted)) {
        // Trying and doing ask different allocators.
        throw cannot(
          dryRun
            ? `the provided IP (${wanted}) is not in the valid range. The range of valid IPs is ${range}`
            : 'the provided network does not match the current range',
        )
      }
      if (taken.has(wanted)) throw cannot('provided IP is already allocated')
      return wanted
    }
    for (;;) {
      const drawn = draw[family]()
      if (!taken.has(drawn)) return drawn
    }
  })
  spec.clusterIP = spec.clusterIPs[0]
}

const portsOf = ({ spec }: V1Service) =>
  [...(spec?.ports ?? []).map(({ nodePort }) => nodePort), spec?.healthCheckNodePort].filter(Boolean)

/**
 * Node ports for the types that have them, and one for health checks (service/storage initNodePorts, updateNodePorts).
 * What `old` has stays its own. Throws Invalid.
 */
export function allocateNodePorts(service: V1Service, { registry, dryRun }: Context, old?: V1Service): void {
  const { spec } = service
  if (spec?.type !== 'NodePort' && spec?.type !== 'LoadBalancer') return
  const taken = new Set(registry.list<V1Service>('services').flatMap(portsOf))
  for (const port of old ? portsOf(old) : []) taken.delete(port)
  const free = () => {
    let port: number
    do port = randomInt(nodePorts.from, nodePorts.to + 1)
    while (taken.has(port))
    return port
  }
  /** Ports of this service by their number: TCP and UDP of one port share a node port. */
  const given = new Map<number, number>()
  for (const [index, port] of (spec.ports ?? []).entries()) {
    if (!port.nodePort && !needsNodePort(service)) continue
    const shared = old ? undefined : given.get(port.port)
    const asked =
      port.nodePort ||
      shared ||
      (old ? 0 : spec.ports!.find(other => other.port === port.port && other.nodePort)?.nodePort)
    const again = old !== undefined && [...given.values()].includes(asked ?? 0)
    if (asked && asked !== shared && !again) {
      // Whoever only tries is not told of the range.
      const beyond = !dryRun && (asked < nodePorts.from || asked > nodePorts.to)
      if (beyond || taken.has(asked)) {
        throw refuse(
          service,
          `spec.ports[${index}].nodePort`,
          asked,
          taken.has(asked)
            ? 'provided port is already allocated'
            : `provided port is not in the valid range. The range of valid ports is ${nodePorts.from}-${nodePorts.to}`,
        )
      }
    }
    port.nodePort = asked || free()
    taken.add(port.nodePort)
    given.set(port.port, port.nodePort)
  }
  if (needsHealthCheck(service)) spec.healthCheckNodePort ||= free()
}
