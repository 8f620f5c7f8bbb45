import type { KubernetesObject, V1Binding, V1Pod } from '@kubernetes/client-node'
import type { Registry } from '../registry'
import { conflict, withoutReason } from '../status'

const pods = { group: '', name: 'pods' }

/**
 * Puts a pod on the node that a Binding names, as schedulers do. Throws NotFound, Conflict (it is on a node already),
 * and, as the real server does, a fault of its own when no node is named.
 */
export function bindPod(
  registry: Registry,
  namespace: string,
  name: string,
  binding: KubernetesObject,
  dryRun: boolean,
): object {
  const { target } = binding as V1Binding
  if (!target?.name) throw withoutReason('target.name: Required value')
  registry.modify<V1Pod>(
    'pods',
    namespace,
    name,
    pod => {
      const { nodeName } = pod.spec!
      if (nodeName) throw conflict(pods, name, `pod ${name} is already assigned to node "${nodeName}"`)
      pod.spec!.nodeName = target.name
    },
    { subresource: 'binding', dryRun },
  )
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 }
}
