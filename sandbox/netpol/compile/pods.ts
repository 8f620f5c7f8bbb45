import type { V1Namespace, V1Pod } from '@kubernetes/client-node'
import { type Address, parseAddress } from './addresses'
import { type NamedPorts, namedPortsOf } from './ports'
import { type Labels, labelsOf } from './selectors'

/** The label that the API server gives every namespace, and that nobody can forge. */
const nameLabel = 'kubernetes.io/metadata.name'

/**
 * Labels of namespaces by name. A namespace that is not in the list (a pod seen before its namespace) has the label
 * that every namespace has.
 */
export class NamespaceLabels {
  private readonly byName = new Map<string, Labels>()

  constructor(namespaces: readonly V1Namespace[]) {
    for (const namespace of namespaces) {
      const name = namespace.metadata?.name ?? ''
      this.byName.set(name, labelsOf({ ...namespace.metadata?.labels, [nameLabel]: name }))
    }
  }

  of(name: string): Labels {
    const known = this.byName.get(name)
    if (known) return known
    const made = labelsOf({ [nameLabel]: name })
    this.byName.set(name, made)
    return made
  }
}

/**
 * What policies can see of a pod:
 * - `pod`: selectors and ipBlocks match it, policies isolate it (also before it has an address);
 * - `host`: on the host network it is an address of its node, not a pod: no selector matches it, no policy isolates it;
 * - `gone`: it ran to its end. Its containers are stopped, its address may be another pod's: as a pod without address
 *   that no selector matches and no policy isolates (plugins forget its endpoint).
 */
export type PodKind = 'pod' | 'host' | 'gone'

export type Pod = {
  namespace: string
  name: string
  kind: PodKind
  labels: Labels
  namespaceLabels: Labels
  namedPorts: NamedPorts
  /** At most one of each family; none before it has one, and none once it is gone. */
  addresses: readonly Address[]
  nodeName: string | undefined
  nodeAddresses: readonly Address[]
}

const ended: ReadonlySet<string | undefined> = new Set(['Succeeded', 'Failed'])

const kindOf = (pod: V1Pod): PodKind =>
  ended.has(pod.status?.phase) ? 'gone' : pod.spec?.hostNetwork === true ? 'host' : 'pod'

function addressesOf(one: string | undefined, all: readonly { ip?: string }[] | undefined): Address[] {
  const texts = new Set([one, ...(all ?? []).map(entry => entry?.ip)])
  const addresses: Address[] = []
  for (const text of texts) {
    const address = text ? parseAddress(text) : undefined
    if (address) addresses.push(address)
  }
  return addresses
}

export function compilePod(pod: V1Pod, namespaces: NamespaceLabels): Pod {
  const namespace = pod.metadata?.namespace || 'default'
  const kind = kindOf(pod)
  return {
    namespace,
    name: pod.metadata?.name ?? '',
    kind,
    labels: labelsOf(pod.metadata?.labels),
    namespaceLabels: namespaces.of(namespace),
    namedPorts: namedPortsOf(pod),
    addresses: kind === 'gone' ? [] : addressesOf(pod.status?.podIP, pod.status?.podIPs),
    nodeName: pod.spec?.nodeName || undefined,
    nodeAddresses: addressesOf(pod.status?.hostIP, pod.status?.hostIPs),
  }
}
