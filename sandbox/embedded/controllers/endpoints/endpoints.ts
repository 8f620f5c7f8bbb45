import { isDeepStrictEqual } from 'node:util'
import type {
  CoreV1EndpointPort,
  DiscoveryV1EndpointPort,
  V1EndpointAddress,
  V1EndpointSlice,
  V1Endpoints,
  V1Pod,
  V1Service,
  V1ServicePort,
} from '@kubernetes/client-node'
import type { Disposable } from '../../../process'
import type { Registry } from '../../api/registry'
import { itself, startController } from '../controller'
import { isReady } from '../pod-state'
import { selects } from '../selector'

/**
 * Endpoints and EndpointSlices of services with a selector: the pods that it selects, their addresses, the target
 * port of each. Pods that are not Ready are there too, as not ready; terminated ones are not.
 */
export function startEndpointsController(registry: Registry): Disposable {
  return startController({
    registry,
    triggers: [
      { resource: 'services', keys: itself },
      {
        resource: 'pods',
        keys: ({ object, previous }) => {
          const namespace = object.metadata?.namespace
          return registry
            .list<V1Service>('services', { namespace })
            .filter(({ spec }) =>
              [object, previous].some(pod => selects(spec?.selector, pod?.metadata?.labels)),
            )
            .map(({ metadata }) => `${namespace}/${metadata?.name}`)
        },
      },
      ...['endpoints', 'discovery.k8s.io/endpointslices'].map(resource => ({
        resource,
        keys: ({ type, object }: Parameters<typeof itself>[0]) =>
          type === 'ADDED'
            ? []
            : [
                `${object.metadata?.namespace}/${object.metadata?.labels?.[serviceNameLabel] ?? object.metadata?.name}`,
              ],
      })),
    ],
    reconcile: (namespace, name) => {
      const service = registry.find<V1Service>('services', namespace, name)
      if (service && !service.spec?.selector) return
      const backends = service ? backendsOf(registry, service) : []
      reconcileEndpoints(registry, namespace, name, service, backends)
      reconcileSlices(registry, namespace, name, service, backends)
    },
  })
}

const serviceNameLabel = 'kubernetes.io/service-name'
const sliceManager = 'endpointslice-controller.k8s.io'
const slices = 'discovery.k8s.io/endpointslices'

type Backend = { pod: V1Pod; ip: string; ready: boolean; ports: DiscoveryV1EndpointPort[] }

function backendsOf(registry: Registry, service: V1Service): Backend[] {
  return registry
    .list<V1Pod>('pods', { namespace: service.metadata?.namespace })
    .filter(
      pod =>
        selects(service.spec?.selector, pod.metadata?.labels) &&
        pod.status?.podIP &&
        pod.status.phase !== 'Succeeded' &&
        pod.status.phase !== 'Failed',
    )
    .map(pod => ({
      pod,
      ip: pod.status!.podIP!,
      ready: service.spec?.publishNotReadyAddresses || (isReady(pod) && !pod.metadata?.deletionTimestamp),
      ports: (service.spec?.ports ?? []).flatMap(port => {
        const number = targetPort(pod, port)
        return number === undefined
          ? []
          : [{ name: port.name ?? '', port: number, protocol: port.protocol ?? 'TCP' }]
      }),
    }))
}

/** A named target port is looked up in the pod: name and protocol must both agree. */
function targetPort(pod: V1Pod, port: V1ServicePort): number | undefined {
  const target = port.targetPort ?? port.port
  if (typeof target === 'number') return target
  for (const container of pod.spec?.containers ?? []) {
    for (const { name, containerPort, protocol = 'TCP' } of container.ports ?? []) {
      if (name === target && protocol === (port.protocol ?? 'TCP')) return containerPort
    }
  }
  return undefined
}

/** Backends with the same ports make one subset (named ports may differ from pod to pod). */
function byPorts(backends: readonly Backend[]): Backend[][] {
  const groups = new Map<string, Backend[]>()
  for (const backend of backends) {
    const key = JSON.stringify(backend.ports)
    groups.set(key, [...(groups.get(key) ?? []), backend])
  }
  return [...groups.values()]
}

const byAddress = (a: Backend, b: Backend) => a.ip.localeCompare(b.ip, 'en', { numeric: true })

const targetRef = ({ metadata }: V1Pod) => ({
  kind: 'Pod',
  namespace: metadata?.namespace,
  name: metadata?.name,
  uid: metadata?.uid,
})

const endpointAddress = ({ pod, ip }: Backend): V1EndpointAddress => ({
  ip,
  nodeName: pod.spec?.nodeName,
  targetRef: targetRef(pod),
})

function reconcileEndpoints(
  registry: Registry,
  namespace: string,
  name: string,
  service: V1Service | undefined,
  backends: readonly Backend[],
) {
  const old = registry.find<V1Endpoints>('endpoints', namespace, name)
  if (!service || service.metadata?.deletionTimestamp) {
    if (old) registry.delete('endpoints', namespace, name)
    return
  }
  const subsets = byPorts(backends).map(group => {
    const ready = group.filter(backend => backend.ready).sort(byAddress)
    const unready = group.filter(backend => !backend.ready).sort(byAddress)
    return {
      ...(ready.length ? { addresses: ready.map(endpointAddress) } : {}),
      ...(unready.length ? { notReadyAddresses: unready.map(endpointAddress) } : {}),
      ports: group[0]!.ports.map(
        ({ name: portName, port, protocol }): CoreV1EndpointPort => ({
          ...(portName ? { name: portName } : {}),
          port: port!,
          protocol,
        }),
      ),
    }
  })
  const labels = {
    ...service.metadata?.labels,
    'endpoints.kubernetes.io/managed-by': 'endpoint-controller',
    ...(service.spec?.clusterIP === 'None' ? { 'service.kubernetes.io/headless': '' } : {}),
  }
  if (!old) {
    registry.create<V1Endpoints>('endpoints', {
      apiVersion: 'v1',
      kind: 'Endpoints',
      metadata: { name, namespace, labels },
      ...(subsets.length ? { subsets } : {}),
    })
  } else if (!isDeepStrictEqual(plain(old.subsets ?? []), plain(subsets))) {
    registry.modify<V1Endpoints>('endpoints', namespace, name, endpoints => {
      endpoints.subsets = subsets
      endpoints.metadata!.labels = labels
    })
  }
}

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

function reconcileSlices(
  registry: Registry,
  namespace: string,
  name: string,
  service: V1Service | undefined,
  backends: readonly Backend[],
) {
  const old = registry
    .list<V1EndpointSlice>(slices, { namespace, labelSelector: `${serviceNameLabel}=${name}` })
    .filter(({ metadata }) => metadata?.labels?.['endpointslice.kubernetes.io/managed-by'] === sliceManager)
  const wanted = service && !service.metadata?.deletionTimestamp ? sliceContents(service, backends) : []
  for (const surplus of old.slice(wanted.length)) registry.delete(slices, namespace, surplus.metadata!.name!)
  wanted.forEach((content, index) => {
    const present = old[index]
    if (!present) {
      registry.create<V1EndpointSlice>(slices, newSlice(service!, content))
    } else if (
      !isDeepStrictEqual(plain([present.endpoints, present.ports]), plain([content.endpoints, content.ports]))
    ) {
      registry.modify<V1EndpointSlice>(slices, namespace, present.metadata!.name!, slice => {
        Object.assign(slice, content)
      })
    }
  })
}

type SliceContent = Pick<V1EndpointSlice, 'endpoints' | 'ports'>

/** One slice for each set of ports; a service without backends has one empty slice. */
function sliceContents(service: V1Service, backends: readonly Backend[]): SliceContent[] {
  const groups = byPorts(backends)
  if (groups.length === 0) return [{ endpoints: [], ports: [] }]
  return groups.map(group => ({
    endpoints: group.map(({ pod, ip, ready }) => {
      const terminating = pod.metadata?.deletionTimestamp !== undefined
      return {
        addresses: [ip],
        conditions: { ready, serving: isReady(pod), terminating },
        nodeName: pod.spec?.nodeName,
        targetRef: targetRef(pod),
      }
    }),
    ports: service.spec?.ports?.length ? group[0]!.ports : [],
  }))
}

const newSlice = ({ metadata }: V1Service, content: SliceContent): V1EndpointSlice => ({
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  metadata: {
    generateName: `${metadata?.name}-`,
    namespace: metadata?.namespace,
    labels: {
      ...metadata?.labels,
      'endpointslice.kubernetes.io/managed-by': sliceManager,
      [serviceNameLabel]: metadata!.name!,
    },
    ownerReferences: [
      {
        apiVersion: 'v1',
        kind: 'Service',
        name: metadata!.name!,
        uid: metadata!.uid!,
        controller: true,
        blockOwnerDeletion: true,
      },
    ],
  },
  addressType: 'IPv4',
  ...content,
})
