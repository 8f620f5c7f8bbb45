import type { KubernetesObject, V1Pod } from '@kubernetes/client-node'
import type { Registry } from '../api/registry'
import type { CniProfile } from '../cni'
import { installCni } from '../cni/install'
import { nodeName } from '../kubelet/node/node-name'
import { furnished, type Store } from '../store'
import { bootstrap, objects } from '.'
import { remove } from './clear'
import { systemNamespaces } from './namespaces'
import { type NodePlace, placeOf } from './places'

/**
 * Makes what is in the system's namespaces as it was before anybody used the cluster. What runs and was not changed
 * goes on.
 */
export function restoreSystem(registry: Registry, cni: CniProfile, controlPlane: NodePlace): void {
  empty(registry, untouched(registry, cni))
  bootstrap(registry, controlPlane)
  installCni(registry, cni)
}

/** As `restoreSystem`, and everything is new, so that nothing is older than the cluster. */
export function renewSystem(
  registry: Registry,
  store: Store,
  cni: CniProfile,
  controlPlane: NodePlace,
): void {
  empty(registry, () => false)
  // No client may delete these: the store can.
  for (const name of systemNamespaces) {
    const key = { resource: 'namespaces', namespace: '', name }
    const namespace = store.get(key)
    if (namespace) store.commit('DELETED', key, namespace)
  }
  bootstrap(registry, controlPlane)
  installCni(registry, cni)
}

function empty(registry: Registry, stays: (object: KubernetesObject) => boolean): void {
  for (const { storage, namespaced } of registry.resources.stored)
    for (const namespace of namespaced ? systemNamespaces : [])
      for (const object of registry.list(storage, { namespace }))
        if (object.metadata?.resourceVersion !== furnished && !stays(object))
          remove(registry, storage, object)
  for (const node of registry.list('nodes')) remove(registry, 'nodes', node)
}

/** On a node beside the first, which may not be there any more. */
const isElsewhere = (object: KubernetesObject) =>
  ![undefined, nodeName].includes((object as V1Pod).spec?.nodeName)

/** The system's workloads in their first generation, and what they own. */
function untouched(registry: Registry, { manifest }: CniProfile) {
  const nameOf = ({ kind, metadata }: KubernetesObject) => `${kind} ${metadata?.namespace}/${metadata?.name}`
  const own = new Set([...objects('', placeOf(nodeName, false)), ...manifest].map(nameOf))
  const uids = new Set<string>()
  // Owners come before what they own.
  const resources = [
    'apps/deployments',
    'apps/daemonsets',
    'apps/replicasets',
    'apps/controllerrevisions',
    'pods',
  ]
  for (const resource of resources)
    for (const object of registry.list(resource, { namespace: 'kube-system' })) {
      const { generation, uid = '', ownerReferences = [] } = object.metadata ?? {}
      const isOwn = generation === 1 && own.has(nameOf(object))
      if (isElsewhere(object)) continue
      if (isOwn || ownerReferences.some(owner => uids.has(owner.uid))) uids.add(uid)
    }
  return ({ metadata }: KubernetesObject) => uids.has(metadata?.uid ?? '')
}
