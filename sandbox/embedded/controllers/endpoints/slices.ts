import type { V1Endpoint, V1EndpointSlice, V1Service } from '@kubernetes/client-node'
import { equal } from '../../api/equal'
import type { Registry } from '../../api/registry'
import { controllerReference } from '../owners'
import { isReady } from '../pod-state'
import { type Backend, familiesOf, headlessLabel, inFamily, targetRef } from './backends'
import { withTrigger } from './trigger-time'

export const slices = 'discovery.k8s.io/endpointslices'
export const serviceNameLabel = 'kubernetes.io/service-name'
const manager = 'endpointslice-controller.k8s.io'

type SliceContent = Pick<V1EndpointSlice, 'endpoints' | 'ports'>
type Addressed = Backend & { ip: string }

/** Keeps the EndpointSlices of a service, one for each family and set of ports; one of a service without backends is empty. */
export function reconcileSlices(
  registry: Registry,
  { namespace, name }: { namespace: string; name: string },
  service: V1Service | undefined,
  backends: readonly Backend[],
  trigger: string | undefined,
): void {
  const old = registry
    .list<V1EndpointSlice>(slices, { namespace })
    .filter(
      ({ metadata }) =>
        metadata?.labels?.[serviceNameLabel] === name &&
        metadata.labels['endpointslice.kubernetes.io/managed-by'] === manager,
    )
  const hasSlices = service && !service.metadata?.deletionTimestamp && service.spec?.type !== 'ExternalName'
  const families = hasSlices ? familiesOf(service) : []
  const remove = ({ metadata }: V1EndpointSlice) => registry.delete(slices, namespace, metadata!.name!)
  for (const slice of old) if (!families.includes(slice.addressType)) remove(slice)
  for (const family of families) {
    const own = old.filter(({ addressType }) => addressType === family)
    const wanted = sliceContents(service!, inFamily(backends, family))
    for (const surplus of own.slice(wanted.length)) remove(surplus)
    for (const [index, content] of wanted.entries())
      put(registry, service!, family, content, own[index], trigger)
  }
}

function put(
  registry: Registry,
  service: V1Service,
  family: string,
  content: SliceContent,
  present: V1EndpointSlice | undefined,
  trigger: string | undefined,
): void {
  const labels = labelsOf(service)
  const namespace = service.metadata?.namespace ?? ''
  if (!present) registry.create<V1EndpointSlice>(slices, newSlice(service, family, labels, content, trigger))
  else if (
    !equal(contentOf(present), contentOf(content)) ||
    !equal({ ...present.metadata?.labels }, labels)
  ) {
    registry.modify<V1EndpointSlice>(slices, namespace, present.metadata!.name!, slice => {
      Object.assign(slice, content)
      slice.metadata!.labels = labels
      slice.metadata!.annotations = withTrigger(slice.metadata!.annotations, trigger)
    })
  }
}

const contentOf = ({ endpoints, ports }: SliceContent): unknown =>
  JSON.parse(JSON.stringify([endpoints ?? [], ports ?? []]))

function sliceContents(service: V1Service, backends: readonly Addressed[]): SliceContent[] {
  const groups = new Map<string, Addressed[]>()
  for (const backend of backends) {
    const key = JSON.stringify(backend.ports)
    groups.set(key, [...(groups.get(key) ?? []), backend])
  }
  // The real controller leaves both lists null when there is nobody.
  if (groups.size === 0) return [{ endpoints: null as never, ports: null as never }]
  return [...groups.values()].map(group => ({
    endpoints: group.map(endpointOf),
    ports: service.spec?.ports?.length ? group[0]!.ports : [],
  }))
}

const endpointOf = ({ pod, ip, ready, hostname }: Addressed): V1Endpoint => ({
  addresses: [ip],
  conditions: { ready, serving: isReady(pod), terminating: pod.metadata?.deletionTimestamp !== undefined },
  ...(hostname && { hostname }),
  nodeName: pod.spec?.nodeName,
  targetRef: targetRef(pod),
})

const labelsOf = (service: V1Service) => ({
  ...service.metadata?.labels,
  'endpointslice.kubernetes.io/managed-by': manager,
  [serviceNameLabel]: service.metadata!.name!,
  ...headlessLabel(service),
})

const newSlice = (
  service: V1Service,
  addressType: string,
  labels: Record<string, string>,
  content: SliceContent,
  trigger: string | undefined,
): V1EndpointSlice => ({
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  metadata: {
    generateName: `${service.metadata?.name}-`,
    namespace: service.metadata?.namespace,
    labels,
    annotations: withTrigger(undefined, trigger),
    ownerReferences: [controllerReference(service)],
  },
  addressType,
  ...content,
})
