import { isDeepStrictEqual } from 'node:util'
import type { KubernetesObject, V1Pod } from '@kubernetes/client-node'
import { asApplied, type StartObject } from '../../exercise'

const isSame = (pod: V1Pod, wanted: StartObject): boolean => {
  const applied = asApplied(wanted, true).metadata
  return (
    pod.metadata?.name === applied?.name &&
    pod.metadata?.namespace === applied?.namespace &&
    isDeepStrictEqual(pod.metadata?.labels ?? {}, applied?.labels ?? {}) &&
    isDeepStrictEqual(pod.metadata?.annotations, applied?.annotations)
  )
}

const isUntouched = ({ metadata, status }: V1Pod): boolean =>
  metadata?.deletionTimestamp === undefined &&
  (status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false) &&
  (status?.containerStatuses ?? []).every(({ restartCount }) => restartCount === 0)

/** Is this one of the start's pods, running as the start has it since it was made? */
export const isAsStarted = (objects: readonly KubernetesObject[]) => {
  const pods = objects.filter(({ kind }) => kind === 'Pod') as StartObject[]
  return (pod: V1Pod): boolean => isUntouched(pod) && pods.some(wanted => isSame(pod, wanted))
}
