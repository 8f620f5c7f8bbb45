import type { Direction, Flow } from '../model'
import type { AdminNetworkPolicyPort } from '../tiers/admin-network-policy'
import type { AdminEgressPeer, ClusterNetworkPolicyProtocol, Subject } from '../tiers/cluster-network-policy'
import type { World } from './arbitrary'
import { addresses, type Found, inCidr, isNamed, isNetworked, namespaceLabels, selects } from './plain-ends'

/** The rules of policy.networking.k8s.io once more, as plainly as they can be said and with nothing of the engine. */
type Rule = {
  action: string
  from?: AdminEgressPeer[]
  to?: AdminEgressPeer[]
  ports?: AdminNetworkPolicyPort[] | null
  protocols?: ClusterNetworkPolicyProtocol[] | null
}
type Policy = {
  spec?: { priority?: number; subject: Subject; ingress?: Rule[] | null; egress?: Rule[] | null }
}
type Ends = { from: Found; to: Found }

function isMeant(world: World, { namespaces, pods }: Subject, { pod }: Found): boolean {
  if (!pod || !isNetworked(pod)) return false
  const labels = namespaceLabels(world, pod)
  if (namespaces) return selects(namespaces, labels)
  return selects(pods!.namespaceSelector, labels) && selects(pods!.podSelector, pod.metadata?.labels)
}

function portMatches(port: AdminNetworkPolicyPort, flow: Flow, to: Found): boolean {
  if (port.namedPort) return isNamed(port.namedPort, flow, to)
  const { protocol = 'TCP' } = port.portNumber ?? port.portRange!
  const first = port.portNumber?.port ?? port.portRange!.start
  const last = port.portNumber?.port ?? port.portRange!.end
  return protocol === flow.protocol && flow.port >= first && flow.port <= last
}

function protocolMatches(entry: ClusterNetworkPolicyProtocol, flow: Flow, to: Found): boolean {
  if (entry.destinationNamedPort) return isNamed(entry.destinationNamedPort, flow, to)
  const match = { TCP: entry.tcp, UDP: entry.udp, SCTP: entry.sctp }[flow.protocol]
  if (!match) return false
  const port = match.destinationPort
  if (!port) return true
  return port.range ? flow.port >= port.range.start && flow.port <= port.range.end : flow.port === port.number
}

/** What the first rule that matches does; undefined if none does. */
function decision(
  world: World,
  policies: readonly Policy[],
  flow: Flow,
  direction: Direction,
  ends: Ends,
): string | undefined {
  const [own, other] = direction === 'egress' ? [ends.from, ends.to] : [ends.to, ends.from]
  for (const { spec } of policies) {
    if (!isMeant(world, spec!.subject, own)) continue
    for (const { action, from, to, ports, protocols } of spec![direction] ?? []) {
      const peers = (from ?? to)!
      const failsClosed = peers.some(peer => Object.keys(peer).length === 0)
      if (failsClosed && action !== 'Accept' && action !== 'Allow') return 'Deny'
      if (failsClosed) continue
      const isPeer = peers.some(peer =>
        peer.networks
          ? peer.networks.some(cidr => addresses(own, other).some(ip => inCidr(cidr, ip)))
          : isMeant(world, peer, other),
      )
      const onPort =
        (!ports && !protocols) ||
        ports?.some(port => portMatches(port, flow, ends.to)) ||
        protocols?.some(entry => protocolMatches(entry, flow, ends.to))
      if (isPeer && onPort) return action
    }
  }
  return undefined
}

const verdict = (action: string | undefined): boolean | undefined =>
  action === undefined || action === 'Pass' ? undefined : action !== 'Deny'

/** What the tiers before and after NetworkPolicies say; undefined where they say nothing. */
export function tierVerdicts(world: World, flow: Flow, direction: Direction, ends: Ends) {
  const byPriority = (one: Policy, other: Policy) => one.spec!.priority! - other.spec!.priority!
  const cluster = world.clusterNetworkPolicies ?? []
  const inTier = (tier: string) => cluster.filter(({ spec }) => spec!.tier === tier)
  const admin: Policy[] = [...inTier('Admin'), ...(world.adminNetworkPolicies ?? [])]
  const baseline: Policy[] = inTier('Baseline')
  const last: Policy[] = world.baselineAdminNetworkPolicies ?? []
  return {
    admin: verdict(decision(world, admin.sort(byPriority), flow, direction, ends)),
    baseline: verdict(decision(world, [...baseline.sort(byPriority), ...last], flow, direction, ends)),
  }
}
