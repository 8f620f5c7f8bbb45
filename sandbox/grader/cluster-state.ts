import type { V1Namespace, V1NetworkPolicy, V1Pod, V1Service } from '@kubernetes/client-node'
import { type KubernetesClient, resourcePath } from '../client'

/** What a cluster holds that flows depend on. */
export type ClusterState = {
  namespaces: V1Namespace[]
  pods: V1Pod[]
  services: V1Service[]
  networkPolicies: V1NetworkPolicy[]
}

const lists = {
  namespaces: { group: '', version: 'v1', resource: 'namespaces' },
  pods: { group: '', version: 'v1', resource: 'pods' },
  services: { group: '', version: 'v1', resource: 'services' },
  networkPolicies: { group: 'networking.k8s.io', version: 'v1', resource: 'networkpolicies' },
} as const

/** Reads it from the API. Rejects with `ApiStatusError`. */
export async function readClusterState(
  client: KubernetesClient,
  signal?: AbortSignal,
): Promise<ClusterState> {
  const read = async <T>(ref: (typeof lists)[keyof typeof lists]) =>
    (await client.request<{ items: T[] }>('GET', resourcePath(ref), { signal })).body.items
  const [namespaces, pods, services, networkPolicies] = await Promise.all([
    read<V1Namespace>(lists.namespaces),
    read<V1Pod>(lists.pods),
    read<V1Service>(lists.services),
    read<V1NetworkPolicy>(lists.networkPolicies),
  ])
  return { namespaces, pods, services, networkPolicies }
}

/** Is the pod there to be connected to or from: running, with an address, not on its way out? */
export function isRunning(pod: V1Pod): boolean {
  return (
    pod.status?.phase === 'Running' &&
    pod.status.podIP !== undefined &&
    pod.metadata?.deletionTimestamp === undefined
  )
}

export function isReady(pod: V1Pod): boolean {
  return (
    isRunning(pod) &&
    (pod.status?.conditions ?? []).some(({ type, status }) => type === 'Ready' && status === 'True')
  )
}

/** Reasons for which a container waits and will not soon start. */
const stuck =
  /^(ErrImagePull|ImagePullBackOff|InvalidImageName|CrashLoopBackOff|CreateContainerConfigError|CreateContainerError|RunContainerError)$/

/** Is the pod still on its way up or down, so that looking again soon shows something else? */
export function isSettling(pod: V1Pod): boolean {
  if (pod.metadata?.deletionTimestamp !== undefined) return true
  const phase = pod.status?.phase
  if (phase === 'Succeeded' || phase === 'Failed' || isReady(pod)) return false
  return !(pod.status?.containerStatuses ?? []).some(({ state }) => stuck.test(state?.waiting?.reason ?? ''))
}
