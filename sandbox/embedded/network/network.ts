import type { Endpoint, Flow, Protocol, Verdict } from '../../netpol'
import type { Disposable } from '../../process'
import type { FlowLog, FlowOutcome } from '../../provider'
import type { Registry } from '../api/registry'
import type { CniProfile } from '../cni/profile'
import { createBlock, isLoopback } from './address'
import type { Fabric, Host, Unanswered } from './fabric'
import { createFlowLog } from './flow-log'
import { createPolicyView } from './policy'
import { createServiceTable } from './services'
import { createNamespace } from './sockets/namespace'
import type { NetworkNamespace } from './stack'

/** The cluster's network: everything that has an address, and who may reach whom. */
export interface Network extends Disposable {
  readonly flows: FlowLog
  /** The node's own network, which host-network pods and the kubelet share. */
  readonly node: NetworkNamespace
  /** Gives an address a place on the network. The namespace leaves the network when it is disposed. */
  join(address: string, endpoint: Endpoint): NetworkNamespace
  /** Another network plug-in decides from now on. */
  use(cni: CniProfile): void
}

/**
 * Protocols and a port that a rule hardly names: where all of them pass, a rule without `ports` lets everything pass,
 * ICMP too (so Calico; the API says nothing of ICMP).
 */
const anything: readonly Protocol[] = ['TCP', 'UDP', 'SCTP']
const unlikelyPort = 1

export function createNetwork(options: {
  registry: Registry
  cni: CniProfile
  nodeAddress: string
  podBlock: string
}): Network {
  const { nodeAddress } = options
  let { cni } = options
  const pods = createBlock(options.podBlock)
  const policies = createPolicyView(options.registry)
  const services = createServiceTable(options.registry)
  const flows = createFlowLog()
  const hosts = new Map<string, Host>()

  /** The node's own pods hear it whatever the policies say: kubelet probes must pass. */
  const judge = (flow: Flow, from: Host): { verdict: Verdict; denied: boolean } => {
    const verdict = policies.verdict(flow)
    return { verdict, denied: cni.enforces && !verdict.allowed && from.address !== nodeAddress }
  }

  const unclaimed = (ip: string): Unanswered =>
    cni.noAddress === 'no-route' && pods.contains(ip) ? 'unreachable' : 'dropped'

  const fabric: Fabric = {
    reach({ from, to, protocol, probe, answers }) {
      if (isLoopback(to.ip) || to.ip === from.address) return { outcome: 'delivered', host: from, to }
      const translated = services.translate(to, protocol)
      const target = translated.kind === 'backend' ? translated.to : to
      const host = hosts.get(target.ip)
      if (host === from) return { outcome: 'delivered', host, to: target }
      const flow: Flow = {
        from: from.endpoint,
        to: host?.endpoint ?? { ip: target.ip },
        port: target.port,
        protocol,
      }
      const { verdict, denied } = judge(flow, from)
      const record = (outcome: FlowOutcome) =>
        flows.record({
          flow,
          ...(translated.kind === 'direct' ? {} : { service: to }),
          outcome,
          verdict,
          probe,
        })
      if (denied) {
        record('dropped')
        return { outcome: 'dropped' }
      }
      if (translated.kind === 'none' || !host) {
        record('unreachable')
        return { outcome: translated.kind === 'none' ? 'dropped' : unclaimed(target.ip) }
      }
      record(answers(host, target.port) ? 'connected' : 'refused')
      return { outcome: 'delivered', host, to: target }
    },
    ping(from, ip) {
      if (isLoopback(ip) || ip === from.address) return true
      const host = hosts.get(ip)
      if (!host) return false
      return anything.every(protocol => {
        const flow: Flow = { from: from.endpoint, to: host.endpoint, port: unlikelyPort, protocol }
        return !judge(flow, from).denied
      })
    },
    leave(host) {
      if (hosts.get(host.address) === host) hosts.delete(host.address)
    },
  }

  const join = (address: string, endpoint: Endpoint) => {
    const { namespace, host } = createNamespace(fabric, address, endpoint)
    hosts.set(address, host)
    return namespace
  }
  const node = join(nodeAddress, { ip: nodeAddress })

  return {
    flows,
    node,
    join,
    use(profile) {
      cni = profile
    },
    dispose() {
      policies.dispose()
      services.dispose()
    },
  }
}
