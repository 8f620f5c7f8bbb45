import type {
  V1Container,
  V1ContainerStatus,
  V1EphemeralContainer,
  V1Pod,
  V1PodStatus,
} from '@kubernetes/client-node'
import { formatAmount, podAmounts } from '../resources/pods/requests'

type Quantities = Record<string, string>
type AnyContainer = V1Container | V1EphemeralContainer

const hasAny = (quantities: Quantities | undefined): quantities is Quantities =>
  Object.keys(quantities ?? {}).length > 0

/** What a container was given: just what it asked for. */
export function allocated({
  resources,
}: AnyContainer): Pick<V1ContainerStatus, 'allocatedResources' | 'resources'> {
  const { requests, limits } = resources ?? {}
  return {
    ...(hasAny(requests) && { allocatedResources: { ...requests } }),
    resources: {
      ...(hasAny(limits) && { limits: { ...limits } }),
      ...(hasAny(requests) && { requests: { ...requests } }),
    },
  }
}

const summed = ({ spec }: V1Pod, kind: 'requests' | 'limits') => {
  const entries = Object.entries(podAmounts(spec, kind)).map(([name, amount]) => [
    name,
    formatAmount(name, amount),
  ])
  return entries.length > 0 ? { [kind]: Object.fromEntries(entries) } : {}
}

/** What the pod as a whole was given. */
export const podResources = (pod: V1Pod): Pick<V1PodStatus, 'allocatedResources' | 'resources'> => {
  const { requests } = summed(pod, 'requests')
  return {
    ...(requests && { allocatedResources: requests }),
    resources: { ...summed(pod, 'limits'), ...(requests && { requests }) },
  }
}
