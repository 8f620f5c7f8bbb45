import type { KubernetesObject, V1Pod } from '@kubernetes/client-node'
import type { KubernetesClient } from '../../client'
import { SandboxTrouble } from '../../provider'
import { settle } from '../platform/wait'

type Workload = KubernetesObject & {
  spec?: { replicas?: number }
  status?: { observedGeneration?: number; readyReplicas?: number }
}

export const isReady = ({ status, metadata }: V1Pod) =>
  metadata?.deletionTimestamp !== undefined ||
  status?.phase === 'Succeeded' ||
  status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') === true

const isRolledOut = ({ spec, status, metadata }: Workload) =>
  status?.observedGeneration === metadata?.generation && (status?.readyReplicas ?? 0) >= (spec?.replicas ?? 1)

/** Milliseconds after which an image that cannot be pulled is no mood of the network's any more. */
const pullPatience = 30_000
const unpullable = /^(ErrImagePull|ImagePullBackOff|InvalidImageName|ErrImageNeverPull)$/

/** An image that does not come, in the cluster's words. */
const missingImage = ({ status }: V1Pod): string | undefined => {
  const { image, state } =
    status?.containerStatuses?.find(one => unpullable.test(one.state?.waiting?.reason ?? '')) ?? {}
  const { reason, message } = state?.waiting ?? {}
  return image && `The image ${image} cannot be pulled (${message ?? reason}).`
}

/** Why a pod is not Ready, in the cluster's words. */
export function reasonOf({ status }: V1Pod): string {
  const waiting = status?.containerStatuses?.flatMap(({ state }) => state?.waiting?.reason ?? [])[0]
  const unscheduled = status?.conditions?.find(
    ({ type, status }) => type === 'PodScheduled' && status === 'False',
  )
  return waiting ?? unscheduled?.message ?? status?.phase ?? 'Pending'
}

/** Resolves when every deployment is rolled out and every pod Ready; rejects, naming them, after `timeout` milliseconds. */
export function podsSettled(
  client: KubernetesClient,
  namespaces: readonly string[],
  timeout: number,
): Promise<void> {
  const list = async <T>(root: string, namespace: string, resource: string) =>
    (await client.request<{ items: T[] }>('GET', `${root}/namespaces/${namespace}/${resource}`)).body.items
  const pulledBy = Date.now() + Math.min(pullPatience, timeout / 2)
  return settle('pods not ready', timeout, async () => {
    const found = await Promise.all(
      namespaces.map(async namespace => {
        const [pods, deployments] = await Promise.all([
          list<V1Pod>('/api/v1', namespace, 'pods'),
          list<Workload>('/apis/apps/v1', namespace, 'deployments'),
        ])
        const missing = pods.map(missingImage).find(one => one !== undefined)
        if (missing && Date.now() > pulledBy) throw new SandboxTrouble(missing, { isPassing: true })
        return [
          ...pods
            .filter(pod => !isReady(pod))
            .map(pod => `${namespace}/${pod.metadata?.name} (${reasonOf(pod)})`),
          ...deployments
            .filter(one => !isRolledOut(one))
            .map(one => `deployments/${namespace}/${one.metadata?.name}`),
        ]
      }),
    )
    return found.flat()
  })
}
