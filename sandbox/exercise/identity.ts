import type { V1Namespace, V1Pod } from '@kubernetes/client-node'
import type { Role } from './schema'

/**
 * Who somebody is to an exercise: a pod is its namespace and its labels, never its name or address (a second pod
 * with a role's labels has that role too).
 */
export type Identity =
  | { kind: 'address'; ip: string }
  | {
      kind: 'pod'
      namespace: string
      /** The role whose labels it carries, if it carries them all. */
      role?: string
      /** One of the cluster's DNS pods. */
      dns: boolean
      /** It carries their label in another namespace. */
      dnsLookalike?: boolean
      /**
       * False for those nobody can call right or wrong: pods that carry only a part of a role's labels or a mixture,
       * pods of a namespace that copies another's distinguishing label, pods on the host network.
       */
      judged: boolean
    }

/** What identities are made from: the roles, and the namespaces that the start (or Kubernetes) made, with their labels now. */
export type WhoIsWho = {
  roles: Readonly<Record<string, Role>>
  namespaces: readonly V1Namespace[]
}

export const dnsLabels = { 'k8s-app': 'kube-dns' }
export const dnsNamespace = 'kube-system'
/** Kubernetes sets it on every namespace; nobody can forge it. */
export const namespaceNameLabel = 'kubernetes.io/metadata.name'

type Labels = Readonly<Record<string, string>>

const carriesAll = (labels: Labels, wanted: Labels) =>
  Object.entries(wanted).every(([key, value]) => labels[key] === value)

const carriesForeign = (labels: Labels, other: Labels, own: Labels) =>
  Object.entries(other).some(([key, value]) => labels[key] === value && own[key] !== value)

/** Tells who a pod is; `namespace` is the object of its namespace as it is now. */
export function createIdentify({ roles, namespaces }: WhoIsWho) {
  const known = new Map(namespaces.map(namespace => [namespace.metadata?.name ?? '', namespace]))
  const copies = (namespace: V1Namespace | undefined) => {
    const name = namespace?.metadata?.name ?? ''
    if (known.has(name)) return false
    const labels = namespace?.metadata?.labels ?? {}
    return [...known.values()].some(original =>
      Object.entries(original.metadata?.labels ?? {}).some(
        ([key, value]) => key !== namespaceNameLabel && labels[key] === value,
      ),
    )
  }

  return (pod: V1Pod, namespace: V1Namespace | undefined): Identity => {
    const name = pod.metadata?.namespace ?? 'default'
    const labels = pod.metadata?.labels ?? {}
    const here = Object.entries(roles).filter(([, role]) => role.namespace === name)
    const fitting = here
      .filter(([, role]) => carriesAll(labels, role.labels))
      .sort(([, one], [, other]) => Object.keys(other.labels).length - Object.keys(one.labels).length)
    const [role, own] = fitting[0] ?? []
    const mixed = here.some(
      ([other, { labels: theirs }]) => other !== role && carriesForeign(labels, theirs, own?.labels ?? {}),
    )
    const asDns = carriesAll(labels, dnsLabels)
    return {
      kind: 'pod',
      namespace: name,
      ...(role !== undefined && { role }),
      dns: asDns && name === dnsNamespace,
      ...(asDns && name !== dnsNamespace && { dnsLookalike: true }),
      judged: !mixed && !pod.spec?.hostNetwork && !copies(namespace),
    }
  }
}
