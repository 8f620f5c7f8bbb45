import type { V1Namespace, V1Pod } from '@kubernetes/client-node'
import { dnsLabels, dnsNamespace, namespaceNameLabel, type Role } from '../../exercise'
import type { PolicyLabel } from './policy-labels'

/** How a possible pod differs from those that run. */
export type PossibleKind =
  /** A second pod of a role. */
  | 'another'
  | 'unlabelled'
  /** The keys of the roles' labels with a value of its own. */
  | 'stranger'
  /** The labels of a role in another namespace. */
  | 'lookalike'
  /** Labels that a policy names. */
  | 'named'

export type PossiblePod = { pod: V1Pod; kind: PossibleKind }

export type Possible = { namespaces: V1Namespace[]; pods: PossiblePod[] }

type Labels = Record<string, string>

/** A namespace that nobody made, with nothing but the label that Kubernetes sets. */
const elsewhere = 'elsewhere'

/**
 * The pods that could come, over which an intent is judged beside those that run: a second pod of each role, a pod
 * without labels, one with other values, the roles' labels in every other namespace, in a look-alike namespace and
 * in one without labels, and pods with whatever labels the policies name. Who is a partial copy is not judged
 * (identity.ts), so nothing need be left out here.
 */
export function possiblePods({
  roles,
  namespaces,
  startPods,
  policyLabels,
}: {
  roles: Readonly<Record<string, Role>>
  /** The namespaces of the exercise, with their labels as they are now. */
  namespaces: readonly V1Namespace[]
  startPods: readonly V1Pod[]
  policyLabels: readonly PolicyLabel[]
}): Possible {
  const entries = Object.entries(roles)
  const strange: Labels = Object.fromEntries(
    entries.flatMap(([, role]) => Object.keys(role.labels)).map(key => [key, 'stranger']),
  )
  const homes = new Set(entries.map(([, role]) => role.namespace))
  const lookalikes = namespaces
    .filter(({ metadata }) => homes.has(metadata?.name ?? '') || hasOwnLabels(metadata?.labels))
    .map(lookalike)
  const nowhere = { metadata: { name: elsewhere, labels: { [namespaceNameLabel]: elsewhere } } }
  const invented: V1Namespace[] = [...lookalikes, nowhere]

  const pods: PossiblePod[] = []
  const add = (kind: PossibleKind, namespace: string, name: string, labels: Labels, like?: V1Pod) =>
    pods.push({ kind, pod: makePod(namespace, name, labels, like) })

  for (const [name, role] of entries)
    add('another', role.namespace, `another-${name}`, role.labels, startPodOf(role, startPods))
  add('another', dnsNamespace, 'another-dns', dnsLabels, dnsPod)

  for (const { metadata } of [...namespaces, ...invented]) {
    const namespace = metadata?.name ?? ''
    add('unlabelled', namespace, 'unlabelled', {})
    if (Object.keys(strange).length > 0) add('stranger', namespace, 'stranger', strange)
    if (namespace !== dnsNamespace) add('lookalike', namespace, 'dns-lookalike', dnsLabels, dnsPod)
    for (const [name, role] of entries)
      if (role.namespace !== namespace)
        add('lookalike', namespace, `${name}-lookalike`, role.labels, startPodOf(role, startPods))
  }
  for (const { metadata } of namespaces)
    policyLabels.forEach(({ labels }, index) => {
      add('named', metadata?.name ?? '', `named-${index + 1}`, labels)
    })
  return { namespaces: invented, pods }
}

const hasOwnLabels = (labels: Labels | undefined) =>
  Object.keys(labels ?? {}).some(key => key !== namespaceNameLabel)

/** The same label keys with similar values: what a sloppy selector confuses with the original. */
function lookalike({ metadata }: V1Namespace): V1Namespace {
  const name = `${metadata?.name}-2`
  const labels = Object.fromEntries(
    Object.entries(metadata?.labels ?? {}).map(([key, value]) => [key, `${value}-2`]),
  )
  return { metadata: { name, labels: { ...labels, [namespaceNameLabel]: name } } }
}

/** A pod of the start with exactly the role's labels: a possible one has its ports, names included. */
function startPodOf(role: Role, startPods: readonly V1Pod[]): V1Pod | undefined {
  return startPods.find(
    ({ metadata }) =>
      metadata?.namespace === role.namespace &&
      Object.entries(role.labels).every(([key, value]) => metadata?.labels?.[key] === value),
  )
}

/** Cluster DNS as every Kubernetes has it: the names of its ports are what a policy may use. */
const dnsPod: V1Pod = {
  spec: {
    containers: [
      {
        name: 'coredns',
        ports: [
          { name: 'dns', containerPort: 53, protocol: 'UDP' },
          { name: 'dns-tcp', containerPort: 53, protocol: 'TCP' },
          { name: 'metrics', containerPort: 9153, protocol: 'TCP' },
        ],
      },
    ],
  },
}

function makePod(namespace: string, name: string, labels: Labels, like?: V1Pod): V1Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels: { ...labels } },
    spec: {
      containers: (like?.spec?.containers ?? []).map(({ name: container, ports }) => ({
        name: container,
        ...(ports && { ports }),
      })),
    },
    status: { phase: 'Running' },
  }
}
