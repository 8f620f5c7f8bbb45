import type { V1Node } from '@kubernetes/client-node'
import { keyOf, parseAddress } from '../compile/addresses'
import type { Blocks } from '../compile/blocks'
import type { Peer } from '../compile/rules'
import { compileSelector, labelsOf } from '../compile/selectors'
import type { AdminEgressPeer, NamespacedPod } from './cluster-network-policy'

type Nullable<T> = T | null | undefined

/** What peers can speak of beside pods. */
export type Surroundings = { blocks: Blocks; nodes: readonly V1Node[] }

const podsOf = (pods: NamespacedPod): Peer => ({
  kind: 'pods',
  namespaces: compileSelector(pods.namespaceSelector),
  pods: compileSelector(pods.podSelector),
})

/** The addresses of `status.addresses`, as the API says; names of nodes are none. */
function nodeAddresses(selector: AdminEgressPeer['nodes'], nodes: readonly V1Node[]): ReadonlySet<string> {
  const { matches } = compileSelector(selector)
  const keys = new Set<string>()
  for (const { metadata, status } of nodes) {
    if (!matches(labelsOf(metadata?.labels))) continue
    for (const entry of status?.addresses ?? []) {
      const parsed = parseAddress(String(entry?.address))
      if (parsed) keys.add(keyOf(parsed))
    }
  }
  return keys
}

/**
 * Undefined for a peer that names nothing that is known, or several things at once: the API asks implementations to
 * fail closed then.
 */
export function compileAdminPeer(
  peer: Nullable<AdminEgressPeer>,
  { blocks, nodes }: Surroundings,
): Peer | undefined {
  const found: Peer[] = []
  const { namespaces, pods, nodes: selector, networks, domainNames } = peer ?? {}
  if (namespaces != null) {
    found.push({ kind: 'pods', namespaces: compileSelector(namespaces), pods: undefined })
  }
  if (pods != null) found.push(podsOf(pods))
  if (selector != null) found.push({ kind: 'nodes', addresses: nodeAddresses(selector, nodes) })
  if (networks?.length) found.push({ kind: 'networks', blocks: networks.map(cidr => blocks.of({ cidr })) })
  if (domainNames?.length) found.push({ kind: 'nobody' })
  return found.length === 1 ? found[0] : undefined
}
