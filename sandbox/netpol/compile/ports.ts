import type { V1NetworkPolicyPort, V1Pod } from '@kubernetes/client-node'
import type { Protocol } from '../model'

/** Numbers of a pod's named ports, by `name/protocol`. */
export type NamedPorts = ReadonlyMap<string, readonly number[]>

export const noNamedPorts: NamedPorts = new Map()

/** The protocol is given by whoever wrote the object, so it may be none that Kubernetes has. */
export const portName = (name: string, protocol: string): string => `${name}/${protocol}`

/**
 * The named ports of everything that runs for the pod's whole life: containers, and init containers that are sidecars
 * (restartPolicy Always).
 */
export function namedPortsOf(pod: V1Pod): NamedPorts {
  const sidecars = (pod.spec?.initContainers ?? []).filter(container => container?.restartPolicy === 'Always')
  const ports = new Map<string, number[]>()
  for (const container of [...(pod.spec?.containers ?? []), ...sidecars]) {
    for (const port of container?.ports ?? []) {
      if (!port?.name) continue
      const key = portName(port.name, port.protocol || 'TCP')
      const numbers = ports.get(key) ?? []
      numbers.push(port.containerPort)
      ports.set(key, numbers)
    }
  }
  return ports.size > 0 ? ports : noNamedPorts
}

/**
 * One entry of a rule's ports: a range of numbers, or a name that each destination pod resolves. A name without a
 * protocol (the admin tiers have those) is that port of whatever protocol.
 */
export type PortSpec =
  | { kind: 'range'; protocol: string; first: number; last: number }
  | { kind: 'name'; protocol: string | undefined; name: string }

export const protocols: readonly Protocol[] = ['TCP', 'UDP', 'SCTP']

/** Every `name/protocol` that the entry can mean. */
export const portNamesOf = ({ name, protocol }: Extract<PortSpec, { kind: 'name' }>): string[] =>
  (protocol === undefined ? protocols : [protocol]).map(one => portName(name, one))

export const everyPort = { first: 0, last: 65_535 }
export const noPort = { first: 1, last: 0 }

/**
 * No protocol means TCP, no port means every port of that protocol. `endPort` needs a numeric port: without one, or
 * below it, the entry (which the API server refuses) matches no port.
 */
export function compilePort(port: V1NetworkPolicyPort | null | undefined): PortSpec {
  const protocol = port?.protocol || 'TCP'
  const start: unknown = port?.port
  const end = port?.endPort
  if (typeof start === 'string' && end == null) return { kind: 'name', protocol, name: start }
  if (typeof start === 'number') return { kind: 'range', protocol, first: start, last: end ?? start }
  if (start == null && end == null) return { kind: 'range', protocol, ...everyPort }
  return { kind: 'range', protocol, ...noPort }
}

/** Does the entry name this port? `destination` has the named ports of the pod that is connected to, if it is one. */
export function portMatches(
  spec: PortSpec,
  protocol: Protocol,
  port: number,
  destination: NamedPorts | undefined,
): boolean {
  if (spec.protocol !== undefined && spec.protocol !== protocol) return false
  if (spec.kind === 'range') return port >= spec.first && port <= spec.last
  return destination?.get(portName(spec.name, protocol))?.includes(port) ?? false
}
