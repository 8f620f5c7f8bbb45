import type { Endpoint, Flow, Protocol, Verdict } from '../../netpol'
import type { Disposable } from '../../process'
import type { FlowLog, FlowOutcome } from '../../provider'
import type { Registry } from '../api/registry'
import type { CniProfile } from '../cni/profile'
import type { NodePlace } from '../system/places'
import { createBlock, isLoopback } from './address'
import { type Fabric, type Host, isOwn, sourceFor, type Unanswered } from './fabric'
import { createFlowLog } from './flow-log'
import { createOpenConnections } from './open-connections'
import { createPolicyView } from './policy'
import { createServiceTable } from './services'
import { createNamespace } from './sockets/namespace'
import type { Valve } from './sockets/valve'
import type { NetworkNamespace } from './stack'

/** Who gets a place on the network: its addresses, and the node that it runs on. */
export type Place = {
  readonly addresses: readonly string[]
  readonly endpoint: Endpoint
  /** None outside the cluster. */
  readonly node?: string
  /** Who gave it its interface; whoever decides now, unless given. */
  readonly cni?: CniProfile
}

/** The cluster's network: everything that has an address, and who may reach whom. */
export interface Network extends Disposable {
  readonly flows: FlowLog
  /** Gives addresses a place on the network. The namespace leaves the network when it is disposed. */
  join(place: Place): NetworkNamespace
  /** A node's own network, which host-network pods and the kubelet share. Its pods' addresses lead there. */
  joinNode(place: NodePlace): NetworkNamespace
  /** Another network plug-in decides from now on: for all, as in a cluster made anew, or only for who joins later. */
  use(cni: CniProfile, forWhom: 'all' | 'new'): void
  /** Lets go of what was compiled for verdicts. */
  rest(): void
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
  /** Milliseconds from a policy's change until it is enforced. */
  enforcementDelay?: number
}): Network {
  const { enforcementDelay = 0 } = options
  let { cni } = options
  const open = createOpenConnections()
  const policies = createPolicyView({
    registry: options.registry,
    delay: enforcementDelay,
    changed: open.changed,
  })
  const flows = createFlowLog()
  const hosts = new Map<string, Host>()
  const nodes = new Map<string, { host: Host; blocks: ReturnType<typeof createBlock>[] }>()
  const services = createServiceTable(options.registry)

  /** Between hosts that have both families, policies see the addresses that are used; else pods are pods. */
  const asSeen = (flow: Flow, from: Host, to: Host | undefined, ip: string): Flow =>
    from.addresses.length > 1 && (to?.addresses.length ?? 1) > 1
      ? { ...flow, from: { ip: sourceFor(from, ip) }, to: { ip } }
      : flow

  /**
   * Each side is enforced by the plug-in of its pod. A node's own pods hear it whatever the policies say: kubelet probes
   * must pass.
   */
  const judge = (flow: Flow, from: Host, to: Host | undefined, ip: string): Judgement => {
    const verdict = policies.verdict(asSeen(flow, from, to, ip))
    if (verdict.allowed || (isNode(from) && to?.node === from.node)) return { verdict }
    if (!verdict.egress.allowed && from.cni.enforces) return { verdict, denial: from.cni.denial }
    if (!verdict.ingress.allowed && to?.cni.enforces) return { verdict, denial: to.cni.denial }
    return { verdict }
  }

  const isNode = (host: Host) => host.node !== undefined && nodes.get(host.node)?.host === host

  /** Where a plug-in looks at every packet, a later deny stops what is open. */
  const valveFor = (flow: Flow, from: Host, to: Host, ip: string): Valve | undefined => {
    if (flow.protocol === 'UDP' || (from.cni.established === 'kept' && to.cni.established === 'kept'))
      return undefined
    return open.add(() => judge(flow, from, to, ip).denial === undefined)
  }

  const nodeOfBlock = (ip: string) =>
    [...nodes.values()].find(({ blocks }) => blocks.some(block => block.contains(ip)))?.host

  const unclaimed = ({ cni }: Host, ip: string): Unanswered =>
    cni.noAddress === 'no-route' && nodeOfBlock(ip) ? 'unreachable' : 'dropped'

  const fabric: Fabric = {
    reach({ from, to, protocol, probe, answers }) {
      const asked = { to, protocol, client: sourceFor(from, to.ip), node: from.node }
      const translated = isLoopback(to.ip) ? ({ kind: 'direct' } as const) : services.translate(asked)
      if (isOwn(from, to.ip) && translated.kind !== 'backend' && translated.kind !== 'no-local')
        return { outcome: 'delivered', host: from, to }
      const target = translated.kind === 'backend' ? translated.to : to
      const host = hosts.get(target.ip)
      if (host === from) return { outcome: 'delivered', host, to: target }
      const flow: Flow = {
        from: from.endpoint,
        to: host?.endpoint ?? { ip: target.ip },
        port: target.port,
        protocol,
      }
      const { verdict, denial } = judge(flow, from, host, target.ip)
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
      if ((translated.kind !== 'direct' && translated.kind !== 'backend') || !host) {
        record('unreachable')
        return { outcome: translated.kind === 'direct' ? unclaimed(from, target.ip) : 'dropped' }
      }
      record(answers(host, target.port) ? 'connected' : 'refused')
      const valve = valveFor(flow, from, host, target.ip)
      return { outcome: 'delivered', host, to: target, ...(valve && { valve }) }
    },
    ping(from, ip) {
      if (isOwn(from, ip)) return from
      const host = hosts.get(ip)
      if (!host) return undefined
      const passes = anything.every(protocol => {
        const flow: Flow = { from: from.endpoint, to: host.endpoint, port: unlikelyPort, protocol }
        return judge(flow, from, host, ip).denial === undefined
      })
      return passes ? host : undefined
    },
    router(from, to) {
      const node = from.node === undefined ? undefined : nodes.get(from.node)
      return sourceFor(node?.host ?? from, to)
    },
    path(from, ip) {
      if (isOwn(from, ip)) return []
      const target = hosts.get(ip)?.node ?? nodeOfBlock(ip)?.node
      const between = [from.node, target].filter((name, index, all) => name && all.indexOf(name) === index)
      return between.flatMap(name => {
        const host = nodes.get(name!)?.host
        return host && host !== from && !isOwn(host, ip) ? [sourceFor(host, ip)] : []
      })
    },
    leave(host) {
      for (const address of host.addresses) if (hosts.get(address) === host) hosts.delete(address)
    },
  }

  const settle = ({ cni: profile = cni, ...place }: Place) => {
    const made = createNamespace(fabric, { ...place, cni: profile })
    for (const address of place.addresses) hosts.set(address, made.host)
    return made
  }

  const tellNodes = () =>
    services.nodesAre([...nodes].map(([name, { host }]) => ({ name, addresses: host.addresses })))

  return {
    flows,
    join: place => settle(place).namespace,
    joinNode({ name, addresses, podBlocks }) {
      const { namespace, host } = settle({ addresses, endpoint: { ip: addresses[0]! }, node: name })
      nodes.set(name, { host, blocks: podBlocks.map(createBlock) })
      tellNodes()
      return {
        ...namespace,
        dispose() {
          namespace.dispose()
          nodes.delete(name)
          tellNodes()
        },
      }
    },
    use(profile, forWhom) {
      cni = profile
      if (forWhom === 'all') for (const host of hosts.values()) host.cni = profile
      open.changed()
    },
    rest: () => policies.rest(),
    dispose() {
      policies.dispose()
      services.dispose()
    },
  }
}

type Judgement = { readonly verdict: Verdict; readonly denial?: CniProfile['denial'] }
