import type { Endpoint, Flow, Protocol, Verdict } from '../../netpol'
import type { Disposable } from '../../process'
import type { FlowLog, FlowOutcome } from '../../provider'
import type { Registry } from '../api/registry'
import type { CniProfile } from '../cni/profile'
import { createBlock, isLoopback } from './address'
import type { Fabric, Host, Unanswered } from './fabric'
import { createFlowLog } from './flow-log'
import { createOpenConnections } from './open-connections'
import { createPolicyView } from './policy'
import { createServiceTable } from './services'
import { createNamespace } from './sockets/namespace'
import type { Valve } from './sockets/valve'
import type { NetworkNamespace } from './stack'

/** The cluster's network: everything that has an address, and who may reach whom. */
export interface Network extends Disposable {
  readonly flows: FlowLog
  /** The node's own network, which host-network pods and the kubelet share. */
  readonly node: NetworkNamespace
  /** Gives an address a place on the network, with an interface of this plug-in or whichever decides now. The namespace leaves the network when it is disposed. */
  join(address: string, endpoint: Endpoint, cni?: CniProfile): NetworkNamespace
  /** Another network plug-in decides from now on: for all, as in a cluster made anew, or only for who joins later. */
  use(cni: CniProfile, forWhom: 'all' | 'new'): void
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
  /** Milliseconds from a policy's change until it is enforced. */
  enforcementDelay?: number
}): Network {
  const { nodeAddress, enforcementDelay = 0 } = options
  let { cni } = options
  const pods = createBlock(options.podBlock)
  const open = createOpenConnections()
  const policies = createPolicyView({
    registry: options.registry,
    delay: enforcementDelay,
    changed: open.changed,
  })
  const services = createServiceTable(options.registry, nodeAddress)
  const flows = createFlowLog()
  const hosts = new Map<string, Host>()

  /**
   * Each side is enforced by the plug-in of its pod. The node's own pods hear it whatever the policies say: kubelet
   * probes must pass.
   */
  const judge = (flow: Flow, from: Host, to: Host | undefined): Judgement => {
    const verdict = policies.verdict(flow)
    if (verdict.allowed || from.address === nodeAddress) return { verdict }
    if (!verdict.egress.allowed && from.cni.enforces) return { verdict, denial: from.cni.denial }
    if (!verdict.ingress.allowed && to?.cni.enforces) return { verdict, denial: to.cni.denial }
    return { verdict }
  }

  /** Where a plug-in looks at every packet, a later deny stops what is open. */
  const valveFor = (flow: Flow, from: Host, to: Host): Valve | undefined => {
    if (flow.protocol === 'UDP' || (from.cni.established === 'kept' && to.cni.established === 'kept'))
      return undefined
    return open.add(() => judge(flow, from, to).denial === undefined)
  }

  const unclaimed = ({ cni }: Host, ip: string): Unanswered =>
    cni.noAddress === 'no-route' && pods.contains(ip) ? 'unreachable' : 'dropped'

  const fabric: Fabric = {
    reach({ from, to, protocol, probe, answers }) {
      if (isLoopback(to.ip) || to.ip === from.address) {
        const own = isLoopback(to.ip) ? undefined : services.translate(to, protocol, from.address)
        if (own?.kind !== 'backend') return { outcome: 'delivered', host: from, to }
      }
      const translated = services.translate(to, protocol, from.address)
      const target = translated.kind === 'backend' ? translated.to : to
      const host = hosts.get(target.ip)
      if (host === from) return { outcome: 'delivered', host, to: target }
      const flow: Flow = {
        from: from.endpoint,
        to: host?.endpoint ?? { ip: target.ip },
        port: target.port,
        protocol,
      }
      const { verdict, denial } = judge(flow, from, host)
      const record = (outcome: FlowOutcome) =>
        flows.record({
          flow,
          ...(translated.kind === 'direct' ? {} : { service: to }),
          outcome,
          verdict,
          probe,
        })
      if (denial) {
        record(denial)
        return { outcome: denial }
      }
      if (translated.kind === 'no-backend' && from.cni.noEndpoints === 'refused') {
        record('refused')
        return { outcome: 'rejected' }
      }
      if (translated.kind === 'no-backend' || translated.kind === 'no-port' || !host) {
        record('unreachable')
        return { outcome: translated.kind === 'direct' ? unclaimed(from, target.ip) : 'dropped' }
      }
      record(answers(host, target.port) ? 'connected' : 'refused')
      const valve = valveFor(flow, from, host)
      return { outcome: 'delivered', host, to: target, ...(valve && { valve }) }
    },
    ping(from, ip) {
      if (isLoopback(ip) || ip === from.address) return from
      const host = hosts.get(ip)
      if (!host) return undefined
      const passes = anything.every(protocol => {
        const flow: Flow = { from: from.endpoint, to: host.endpoint, port: unlikelyPort, protocol }
        return judge(flow, from, host).denial === undefined
      })
      return passes ? host : undefined
    },
    router: nodeAddress,
    leave(host) {
      if (hosts.get(host.address) === host) hosts.delete(host.address)
    },
  }

  const join = (address: string, endpoint: Endpoint, profile = cni) => {
    const { namespace, host } = createNamespace(fabric, address, endpoint, profile)
    hosts.set(address, host)
    return namespace
  }
  const node = join(nodeAddress, { ip: nodeAddress })

  return {
    flows,
    node,
    join,
    use(profile, forWhom) {
      cni = profile
      if (forWhom === 'all') for (const host of hosts.values()) host.cni = profile
      open.changed()
    },
    dispose() {
      policies.dispose()
      services.dispose()
    },
  }
}

type Judgement = { readonly verdict: Verdict; readonly denial?: CniProfile['denial'] }
