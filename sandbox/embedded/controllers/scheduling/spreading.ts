import type { V1Pod } from '@kubernetes/client-node'
import { controllerOf } from '../owners'
import { selects } from '../selector'
import type { View } from './view'

const spreadKinds = new Set(['ReplicaSet', 'ReplicationController', 'StatefulSet'])

/**
 * Which pods are of a kind with this one: of its owner, and selected by every service that selects it
 * (plugins/helper DefaultSelector). Undefined where it has neither.
 */
export function isKin(pod: V1Pod, view: View): ((other: V1Pod) => boolean) | undefined {
  const owner = controllerOf(pod)
  const uid = owner && spreadKinds.has(owner.kind) ? owner.uid : undefined
  const services = view
    .services(pod.metadata?.namespace ?? '')
    .filter(({ spec }) => selects(spec?.selector, pod.metadata?.labels))
  if (uid === undefined && services.length === 0) return undefined
  return other =>
    other.metadata?.namespace === pod.metadata?.namespace &&
    (uid === undefined || controllerOf(other)?.uid === uid) &&
    services.every(({ spec }) => selects(spec?.selector, other.metadata?.labels))
}
