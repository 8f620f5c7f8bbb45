import type { V1PersistentVolumeClaim, V1Pod } from '@kubernetes/client-node'
import type { Registry } from '../../api/registry'
import { isFinished } from '../pod-state'

export const keyOfClaim = ({ metadata }: V1PersistentVolumeClaim): string =>
  `${metadata?.namespace}/${metadata?.name}`

/** The claims that a pod names. */
export const claimKeysOf = (pod: V1Pod): string[] =>
  (pod.spec?.volumes ?? []).flatMap(({ persistentVolumeClaim }) =>
    persistentVolumeClaim ? [`${pod.metadata?.namespace}/${persistentVolumeClaim.claimName}`] : [],
  )

/** Is there a pod, not ended yet, that names this claim? */
export const isUsed = (registry: Registry, claim: V1PersistentVolumeClaim): boolean =>
  registry
    .list<V1Pod>('pods', { namespace: claim.metadata?.namespace })
    .some(pod => !isFinished(pod) && claimKeysOf(pod).includes(keyOfClaim(claim)))
