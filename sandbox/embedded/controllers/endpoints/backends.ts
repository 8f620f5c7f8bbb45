import type { DiscoveryV1EndpointPort, V1Pod, V1Service, V1ServicePort } from '@kubernetes/client-node'
import { isGraders } from '../../../grader/counterexample/mark'
import type { Registry } from '../../api/registry'
import { isIPv6 } from '../../network/address'
import { isFinished, isReady } from '../pod-state'
import { selects } from '../selector'

/** A pod behind a service, with those of the service's ports that it has. */
export type Backend = {
  pod: V1Pod
  /** At most one of each family. */
  ips: readonly string[]
  ready: boolean
  /** Its own name in DNS: pods whose subdomain is the (headless) service. */
  hostname?: string
  ports: DiscoveryV1EndpointPort[]
}

/** Services that somebody else resolves have none; the others those pods that have an address and have not ended. */
export function backendsOf(registry: Registry, { metadata, spec }: V1Service): Backend[] {
  if (spec?.type === 'ExternalName') return []
  return (
    registry
      .list<V1Pod>('pods', { namespace: metadata?.namespace })
      .filter(pod => selects(spec?.selector, pod.metadata?.labels) && pod.status?.podIP && !isFinished(pod))
      // Not even as one that is not Ready: it is gone in a moment.
      .filter(pod => !isGraders(pod))
      .map(pod => ({
        pod,
        ips: addressesOf(pod),
        ready: spec?.publishNotReadyAddresses || (isReady(pod) && !pod.metadata?.deletionTimestamp),
        ...(pod.spec?.hostname && pod.spec.subdomain === metadata?.name && { hostname: pod.spec.hostname }),
        ports: (spec?.ports ?? []).flatMap(port => {
          const number = targetPort(pod, port)
          if (number === undefined) return []
          const { name = '', protocol = 'TCP', appProtocol } = port
          return [{ name, port: number, protocol, ...(appProtocol && { appProtocol }) }]
        }),
      }))
  )
}

/** A named target port is looked up in the pod: name and protocol must both agree. */
function targetPort({ spec }: V1Pod, port: V1ServicePort): number | undefined {
  const target = port.targetPort ?? port.port
  if (typeof target === 'number') return target
  const sidecars = (spec?.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always')
  for (const container of [...(spec?.containers ?? []), ...sidecars]) {
    for (const { name, containerPort, protocol = 'TCP' } of container.ports ?? []) {
      if (name === target && protocol === (port.protocol ?? 'TCP')) return containerPort
    }
  }
  return undefined
}

const addressesOf = ({ status }: V1Pod) => (status?.podIPs ?? [{ ip: status!.podIP! }]).map(({ ip }) => ip)

const isOf = (family: string) => (ip: string) => (family === 'IPv6') === isIPv6(ip)

/** The backends that a service has in one family, each with its address. */
export const inFamily = (backends: readonly Backend[], family: string): (Backend & { ip: string })[] =>
  backends.flatMap(backend => backend.ips.filter(isOf(family)).map(ip => ({ ...backend, ip })))

/** In which a service has endpoints, the first one first. */
export const familiesOf = ({ spec }: V1Service): string[] => spec?.ipFamilies ?? ['IPv4']

export const targetRef = ({ metadata }: V1Pod) => ({
  kind: 'Pod',
  namespace: metadata?.namespace,
  name: metadata?.name,
  uid: metadata?.uid,
})

/** Labels that the controllers put on what they make of a service. */
export const headlessLabel = ({ spec }: V1Service): Record<string, string> =>
  spec?.clusterIP === 'None' ? { 'service.kubernetes.io/headless': '' } : {}
