import type {
  CoreV1EndpointPort,
  V1EndpointAddress,
  V1EndpointSubset,
  V1Endpoints,
  V1Service,
} from '@kubernetes/client-node'
import { equal } from '../../api/equal'
import type { Registry } from '../../api/registry'
import { type Backend, familiesOf, headlessLabel, inFamily, targetRef } from './backends'
import { withTrigger } from './trigger-time'

type Addressed = Backend & { ip: string }

/** Keeps the Endpoints of a service: `undefined` for one that is gone. */
export function reconcileEndpoints(
  registry: Registry,
  { namespace, name }: { namespace: string; name: string },
  service: V1Service | undefined,
  backends: readonly Backend[],
  trigger: string | undefined,
): void {
  const old = registry.find<V1Endpoints>('endpoints', namespace, name)
  if (!service || service.metadata?.deletionTimestamp || service.spec?.type === 'ExternalName') {
    if (old) registry.delete('endpoints', namespace, name)
    return
  }
  const subsets = subsetsOf(service, inFamily(backends, familiesOf(service)[0]!))
  const labels = {
    ...service.metadata?.labels,
    'endpoints.kubernetes.io/managed-by': 'endpoint-controller',
    ...headlessLabel(service),
  }
  if (!old) {
    registry.create<V1Endpoints>('endpoints', {
      apiVersion: 'v1',
      kind: 'Endpoints',
      metadata: { name, namespace, labels, annotations: withTrigger(undefined, trigger) },
      ...(subsets.length ? { subsets } : {}),
    })
  } else if (
    !equal(plain(old.subsets ?? []), plain(subsets)) ||
    !equal({ ...old.metadata?.labels }, labels)
  ) {
    registry.modify<V1Endpoints>('endpoints', namespace, name, endpoints => {
      endpoints.subsets = subsets
      endpoints.metadata!.labels = labels
      endpoints.metadata!.annotations = withTrigger(endpoints.metadata!.annotations, trigger)
    })
  }
}

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

/** Ports that the same addresses have, ready or not, make one subset (api/v1/endpoints RepackSubsets). */
export function subsetsOf({ spec }: V1Service, backends: readonly Addressed[]): V1EndpointSubset[] {
  const byPort = new Map<string, { port?: CoreV1EndpointPort; backends: Addressed[] }>()
  for (const backend of [...backends].sort(byAddress)) {
    const ports = spec?.ports?.length ? backend.ports.map(portOf) : [undefined]
    for (const port of ports) {
      const key = JSON.stringify(port ?? null)
      const known = byPort.get(key) ?? { ...(port && { port }), backends: [] }
      known.backends.push(backend)
      byPort.set(key, known)
    }
  }
  const byAddresses = new Map<string, { ports: CoreV1EndpointPort[]; backends: Addressed[] }>()
  for (const { port, backends: having } of byPort.values()) {
    const key = having.map(({ ip, ready }) => `${ip} ${ready}`).join()
    const known = byAddresses.get(key) ?? { ports: [], backends: having }
    if (port) known.ports.push(port)
    byAddresses.set(key, known)
  }
  return [...byAddresses.values()].map(({ ports, backends: having }) => {
    const addresses = having.filter(({ ready }) => ready).map(addressOf)
    const notReadyAddresses = having.filter(({ ready }) => !ready).map(addressOf)
    return {
      ...(addresses.length > 0 && { addresses }),
      ...(notReadyAddresses.length > 0 && { notReadyAddresses }),
      ...(ports.length > 0 && { ports }),
    }
  })
}

/** Endpoints sort addresses as text. */
const byAddress = (a: Addressed, b: Addressed) => (a.ip < b.ip ? -1 : 1)

const portOf = ({ name, port, protocol, appProtocol }: Backend['ports'][number]): CoreV1EndpointPort => ({
  ...(name && { name }),
  port: port!,
  protocol,
  ...(appProtocol && { appProtocol }),
})

const addressOf = ({ pod, ip, hostname }: Addressed): V1EndpointAddress => ({
  ...(hostname && { hostname }),
  ip,
  nodeName: pod.spec?.nodeName,
  targetRef: targetRef(pod),
})
