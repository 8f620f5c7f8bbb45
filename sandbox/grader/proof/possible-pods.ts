import type { V1ContainerPort, V1LabelSelector, V1Namespace, V1Pod } from '@kubernetes/client-node'
import { dnsLabels, dnsNamespace, type Role } from '../../exercise'
import type { PolicyClasses } from '../../netpol/classes'
import { namedPorts } from './named-ports'

/** How a possible pod differs from those that run. */
export type PossibleKind =
  /** A second pod of a role. */
  | 'another'
  | 'unlabelled'
  /** The keys of the roles' labels with a value of its own. */
  | 'stranger'
  /** The labels of a role in another namespace. */
  | 'lookalike'
  /** Labels that a policy tells apart from all others. */
  | 'named'

export type PossiblePod = { pod: V1Pod; kind: PossibleKind }

type Labels = Readonly<Record<string, string>>

/**
 * The pods that could come, over which an intent is judged beside those that run: a second pod of each role, a pod
 * without labels, one with other values, the roles' labels in every other namespace, and in every namespace one pod of
 * each sort that the policies tell apart, whatever its labels and the names of its ports. Who is a partial copy is not
 * judged (identity.ts), so nothing need be left out here.
 */
export function possiblePods({
  roles,
  namespaces,
  startPods,
  classes,
}: {
  roles: Readonly<Record<string, Role>>
  /** The namespaces of the exercise, with their labels as they are now, and those that could come. */
  namespaces: readonly V1Namespace[]
  startPods: readonly V1Pod[]
  classes: PolicyClasses
}): PossiblePod[] {
  const entries = Object.entries(roles)
  const strange: Labels = Object.fromEntries(
    entries.flatMap(([, role]) => Object.keys(role.labels)).map(key => [key, 'stranger']),
  )
  const naming = namedPorts(classes.portNames, [...startPods, dnsPod])
  const pods: PossiblePod[] = []
  const taken = new Set<string>()
  const add = (kind: PossibleKind, namespace: string, name: string, labels: Labels, like?: V1Pod) => {
    // A pod of the same labels is there already, with the ports that belong to them.
    const known = `${namespace} ${JSON.stringify(Object.entries(labels).sort())}`
    if (taken.has(known)) return
    taken.add(known)
    pods.push({ kind, pod: makePod(namespace, name, labels, containersOf(like)) })
  }

  for (const [name, role] of entries)
    add('another', role.namespace, `another-${name}`, role.labels, startPodOf(role, startPods))
  add('another', dnsNamespace, 'another-dns', dnsLabels, dnsPod)

  for (const { metadata } of namespaces) {
    const namespace = metadata?.name ?? ''
    add('unlabelled', namespace, 'unlabelled', {})
    if (Object.keys(strange).length > 0) add('stranger', namespace, 'stranger', strange)
    add('lookalike', namespace, 'dns-lookalike', dnsLabels, dnsPod)
    for (const [name, role] of entries)
      add('lookalike', namespace, `${name}-lookalike`, role.labels, startPodOf(role, startPods))
  }
  for (const one of namespaces) {
    const namespace = one.metadata?.name ?? ''
    const here = Object.values(roles).filter(role => role.namespace === namespace)
    classes.podLabels(one, rolesIn(namespace, roles)).forEach((labels, index) => {
      if (!isDecorated(labels, here)) add('named', namespace, `named-${index + 1}`, labels)
    })
  }
  return naming.length === 0 ? pods : [...pods, ...pods.flatMap(one => withPorts(one, naming))]
}

/** Each label of a role for itself, so that who carries some of them is told from who carries none. */
const rolesIn = (namespace: string, roles: Readonly<Record<string, Role>>): V1LabelSelector[] =>
  [...Object.values(roles), { namespace: dnsNamespace, labels: dnsLabels }]
    .filter(role => role.namespace === namespace)
    .flatMap(({ labels }) =>
      Object.entries(labels).map(([key, value]) => ({ matchLabels: { [key]: value } })),
    )

/** A role with one more of the keys by which roles are told apart is as mixed as one that has another's value. */
const isDecorated = (labels: Labels, roles: readonly Role[]): boolean =>
  roles.some(
    ({ labels: own }) =>
      Object.entries(own).every(([key, value]) => labels[key] === value) &&
      roles.some(other => Object.keys(other.labels).some(key => key in labels && !(key in own))),
  )

/** Pods of a role have the ports of the start; everybody else may call theirs as they like. */
function withPorts({ kind, pod }: PossiblePod, ports: V1ContainerPort[]): PossiblePod[] {
  if (kind === 'another' || kind === 'lookalike') return []
  const { namespace = '', name, labels = {} } = pod.metadata ?? {}
  const containers = [{ name: 'main', ports }]
  return [{ kind, pod: makePod(namespace, `${name}-with-ports`, labels, containers) }]
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

type Containers = { name: string; ports?: V1ContainerPort[] }[]

const containersOf = (like: V1Pod | undefined): Containers =>
  (like?.spec?.containers ?? []).map(({ name, ports }) => ({ name, ...(ports && { ports }) }))

const makePod = (namespace: string, name: string, labels: Labels, containers: Containers): V1Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace, labels: { ...labels } },
  spec: { containers },
  status: { phase: 'Running' },
})
