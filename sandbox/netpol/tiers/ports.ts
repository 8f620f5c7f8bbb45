import { everyPort, noPort, type PortSpec } from '../compile/ports'
import type { Protocol } from '../model'
import type { AdminNetworkPolicyPort } from './admin-network-policy'
import type { ClusterNetworkPolicyProtocol, DestinationPort } from './cluster-network-policy'

type Nullable<T> = T | null | undefined

const named = (name: string): PortSpec => ({ kind: 'name', protocol: undefined, name })
const numbered = (protocol: Nullable<string>, first: number, last: number): PortSpec => ({
  kind: 'range',
  protocol: protocol || 'TCP',
  first,
  last,
})
/** What the API server refuses (no field, no number) names no port. */
const nothing: PortSpec = { kind: 'range', protocol: 'TCP', ...noPort }

/** An entry of v1alpha1's `ports`. A name is looked up whatever its protocol (NPEP-187). */
export function compileAdminPort(port: Nullable<AdminNetworkPolicyPort>): PortSpec {
  const { portNumber, portRange, namedPort } = port ?? {}
  if (portNumber != null) return numbered(portNumber.protocol, portNumber.port, portNumber.port)
  if (portRange != null) return numbered(portRange.protocol, portRange.start, portRange.end)
  return namedPort ? named(namedPort) : nothing
}

function compileDestination(protocol: Protocol, port: Nullable<DestinationPort>): PortSpec {
  if (port == null) return { kind: 'range', protocol, ...everyPort }
  if (port.range != null) return numbered(protocol, port.range.start, port.range.end)
  return port.number == null ? nothing : numbered(protocol, port.number, port.number)
}

/** An entry of v1alpha2's `protocols`; one that names no port is every port of that protocol. */
export function compileProtocol(entry: Nullable<ClusterNetworkPolicyProtocol>): PortSpec {
  const { tcp, udp, sctp, destinationNamedPort } = entry ?? {}
  if (tcp != null) return compileDestination('TCP', tcp.destinationPort)
  if (udp != null) return compileDestination('UDP', udp.destinationPort)
  if (sctp != null) return compileDestination('SCTP', sctp.destinationPort)
  return destinationNamedPort ? named(destinationNamedPort) : nothing
}
