import type {
  KubernetesObject,
  V1Namespace,
  V1NetworkPolicy,
  V1Node,
  V1Pod,
  V1Service,
} from '@kubernetes/client-node'
import { ApiStatusError, type KubernetesClient, resourcePath } from '../client'
import type {
  AdminNetworkPolicy,
  BaselineAdminNetworkPolicy,
  ClusterNetworkPolicy,
  ModelObjects,
} from '../netpol'
import { isGraders } from './counterexample/mark'

/** Policies of the admin tiers; none where a cluster does not have their kinds. */
type AdminTiers = Pick<
  ModelObjects,
  'clusterNetworkPolicies' | 'adminNetworkPolicies' | 'baselineAdminNetworkPolicies' | 'nodes'
>

/** What a cluster holds that flows depend on. */
export type ClusterState = AdminTiers & {
  namespaces: V1Namespace[]
  pods: V1Pod[]
  services: V1Service[]
  /** Those that stay. */
  networkPolicies: V1NetworkPolicy[]
  /** Those that are deleted, and stop packets only until their finalizers are gone. */
  leaving?: V1NetworkPolicy[]
}

const lists = {
  namespaces: { group: '', version: 'v1', resource: 'namespaces' },
  pods: { group: '', version: 'v1', resource: 'pods' },
  services: { group: '', version: 'v1', resource: 'services' },
  networkPolicies: { group: 'networking.k8s.io', version: 'v1', resource: 'networkpolicies' },
} as const

/** A cluster has these kinds only if somebody installed them, and nodes may be none of the reader's business. */
const isAbsent = (error: unknown): boolean =>
  error instanceof ApiStatusError && (error.code === 404 || error.code === 403)

async function readAdminTiers(client: KubernetesClient, signal?: AbortSignal): Promise<AdminTiers> {
  const read = async <T>(group: string, version: string, resource: string): Promise<T[]> => {
    try {
      const path = resourcePath({ group, version, resource })
      return (await client.request<{ items: T[] }>('GET', path, { signal })).body.items
    } catch (error) {
      if (isAbsent(error)) return []
      throw error
    }
  }
  const group = 'policy.networking.k8s.io'
  const [clusterNetworkPolicies, adminNetworkPolicies, baselineAdminNetworkPolicies, nodes] =
    await Promise.all([
      read<ClusterNetworkPolicy>(group, 'v1alpha2', 'clusternetworkpolicies'),
      read<AdminNetworkPolicy>(group, 'v1alpha1', 'adminnetworkpolicies'),
      read<BaselineAdminNetworkPolicy>(group, 'v1alpha1', 'baselineadminnetworkpolicies'),
      read<V1Node>('', 'v1', 'nodes'),
    ])
  return { clusterNetworkPolicies, adminNetworkPolicies, baselineAdminNetworkPolicies, nodes }
}

/** Reads it from the API, without what the grader itself makes for a moment. Rejects with `ApiStatusError`. */
export async function readClusterState(
  client: KubernetesClient,
  signal?: AbortSignal,
): Promise<ClusterState> {
  const read = async <T extends KubernetesObject>(ref: (typeof lists)[keyof typeof lists]) => {
    const { body } = await client.request<{ items: T[] }>('GET', resourcePath(ref), { signal })
    return body.items
  }
  // It makes no policies and no Services, whatever somebody's say.
  const isLearners = (object: KubernetesObject) => !isGraders(object)
  const [namespaces, pods, services, networkPolicies, tiers] = await Promise.all([
    read<V1Namespace>(lists.namespaces),
    read<V1Pod>(lists.pods),
    read<V1Service>(lists.services),
    read<V1NetworkPolicy>(lists.networkPolicies),
    readAdminTiers(client, signal),
  ])
  const isLeaving = ({ metadata }: V1NetworkPolicy) => metadata?.deletionTimestamp !== undefined
  return {
    ...{ services, ...tiers },
    namespaces: namespaces.filter(isLearners),
    pods: pods.filter(isLearners),
    networkPolicies: networkPolicies.filter(policy => !isLeaving(policy)),
    leaving: networkPolicies.filter(isLeaving),
  }
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
export const stuck =
  /^(ErrImagePull|ImagePullBackOff|InvalidImageName|CrashLoopBackOff|CreateContainerConfigError|CreateContainerError|RunContainerError)$/

/** Is the pod still on its way up or down, so that looking again soon shows something else? */
export function isSettling(pod: V1Pod): boolean {
  if (pod.metadata?.deletionTimestamp !== undefined) return true
  const phase = pod.status?.phase
  if (phase === 'Succeeded' || phase === 'Failed' || isReady(pod)) return false
  return !(pod.status?.containerStatuses ?? []).some(({ state }) => stuck.test(state?.waiting?.reason ?? ''))
}
