import type { V1Pod } from '@kubernetes/client-node'
import { badRequest } from '../status'

/** Every container of a pod in the order of Kubernetes' VisitContainers. */
const containerNames = ({ spec }: V1Pod): string[] =>
  [...(spec?.initContainers ?? []), ...(spec?.containers ?? []), ...(spec?.ephemeralContainers ?? [])].map(
    ({ name }) => name,
  )

/**
 * The container that a request means: the only one unless it names one (registry/core/pod: validateContainer).
 * Throws the API server's errors.
 */
export function chooseContainer(pod: V1Pod, wanted: string | null): string {
  const name = pod.metadata?.name
  const containers = pod.spec?.containers ?? []
  if (wanted) {
    if (containerNames(pod).includes(wanted)) return wanted
    throw badRequest(`container ${wanted} is not valid for pod ${name}`)
  }
  if (containers.length === 1) return containers[0]!.name
  const names = containerNames(pod).join(' ')
  throw badRequest(`a container name must be specified for pod ${name}, choose one of: [${names}]`)
}

/** Throws unless the pod is on a node. */
export function requireNode(pod: V1Pod): void {
  if (!pod.spec?.nodeName) throw badRequest(`pod ${pod.metadata?.name} does not have a host assigned`)
}
