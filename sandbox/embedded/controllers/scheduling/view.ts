import type { V1Namespace, V1Node, V1PersistentVolumeClaim, V1Pod, V1Service } from '@kubernetes/client-node'
import type { Registry } from '../../api/registry'
import { isFinished } from '../pod-state'

/** What the scheduler looks at: made once for each decision. */
export type View = {
  readonly nodes: ReadonlyMap<string, V1Node>
  /** Pods that are bound and have not ended. */
  readonly pods: readonly V1Pod[]
  /** Labels of namespaces by name. */
  readonly namespaces: ReadonlyMap<string, Record<string, string> | undefined>
  readonly services: (namespace: string) => readonly V1Service[]
  readonly claim: (namespace: string, name: string) => V1PersistentVolumeClaim | undefined
}

export function viewOf(registry: Registry): View {
  return {
    nodes: new Map(registry.list<V1Node>('nodes').map(node => [node.metadata!.name!, node])),
    pods: registry.list<V1Pod>('pods').filter(pod => pod.spec?.nodeName && !isFinished(pod)),
    namespaces: new Map(
      registry.list<V1Namespace>('namespaces').map(({ metadata }) => [metadata!.name!, metadata!.labels]),
    ),
    services: namespace => registry.list('services', { namespace }),
    claim: (namespace, name) => registry.find('persistentvolumeclaims', namespace, name),
  }
}

export const podsOn = ({ pods }: View, { metadata }: V1Node): V1Pod[] =>
  pods.filter(({ spec }) => spec?.nodeName === metadata?.name)
