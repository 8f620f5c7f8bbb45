import { isDeepStrictEqual } from 'node:util'
import type { KubernetesObject, V1Pod } from '@kubernetes/client-node'
import { asApplied, type StartObject } from '../../exercise'

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration'

/** Without what the cluster itself notes: its quotas, its network plug-in. Those keys begin with a domain. */
const learners = (annotations: Record<string, string> = {}) =>
  Object.fromEntries(Object.entries(annotations).filter(([key]) => !key.includes('/') || key === lastApplied))

const isSame = (pod: V1Pod, wanted: StartObject): boolean => {
  const applied = asApplied(wanted, true).metadata
  return (
    pod.metadata?.name === applied?.name &&
    pod.metadata?.namespace === applied?.namespace &&
    isDeepStrictEqual(pod.metadata?.labels ?? {}, applied?.labels ?? {}) &&
    isDeepStrictEqual(learners(pod.metadata?.annotations), learners(applied?.annotations))
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
