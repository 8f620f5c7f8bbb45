import type { KubernetesObject, V1Pod } from '@kubernetes/client-node'
import { isGrader } from '../../credentials'
import { probeContainerPrefix } from '../../kubelet/pod-worker'
import type { User } from '../../resources/registration'
import type { Registry, WriteOptions } from '../registry'
import { forbidden } from '../status'

const pods = { group: '', name: 'pods' }

const isProbe = (name: string | undefined) => name?.startsWith(probeContainerPrefix) ?? false

/** The grader's own containers are nobody else's: what it sees there must not be made by a learner. */
export function requireAccess(user: User, pod: V1Pod, container: string, subresource: string): void {
  if (!isProbe(container) || isGrader(user)) return
  throw refusal(user, pod, `create resource "pods/${subresource}"`, `container ${container} is the grader's`)
}

/** The registry as this user may write to it: only the grader adds containers of its name, or such that look into them. */
export function guardProbeContainers(registry: Registry, user: User): Registry {
  if (isGrader(user)) return registry
  const update = <T extends KubernetesObject>(resource: string, object: T, options?: WriteOptions): T => {
    if (resource === 'pods') requireNoNewProbe(registry, user, object as V1Pod)
    return registry.update(resource, object, options)
  }
  return Object.create(registry, { update: { value: update, enumerable: true } })
}

function requireNoNewProbe(registry: Registry, user: User, pod: V1Pod): void {
  const { namespace = '', name = '' } = pod.metadata ?? {}
  const known = new Set(
    registry
      .find<V1Pod>('pods', namespace, name)
      ?.spec?.ephemeralContainers?.map(container => container.name),
  )
  for (const container of pod.spec?.ephemeralContainers ?? [])
    if (!known.has(container.name) && (isProbe(container.name) || isProbe(container.targetContainerName)))
      throw refusal(
        user,
        pod,
        'update resource "pods/ephemeralcontainers"',
        `names that begin with ${probeContainerPrefix} are the grader's`,
      )
}

const refusal = (user: User, { metadata }: V1Pod, what: string, why: string) =>
  forbidden(
    pods,
    metadata?.name ?? '',
    `User "${user.username}" cannot ${what} in API group "" in the namespace "${metadata?.namespace}": ${why}`,
  )
