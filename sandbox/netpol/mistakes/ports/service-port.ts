import type { V1Pod, V1Service } from '@kubernetes/client-node'
import { selects } from '../labels/selector-places'
import { field, type Recogniser } from '../recogniser'
import { declares, destinations, portEntries } from './port-entries'

const serves = (service: V1Service, pod: V1Pod): boolean =>
  service.metadata?.namespace === (pod.metadata?.namespace ?? 'default') &&
  service.spec?.selector !== undefined &&
  selects({ matchLabels: service.spec.selector }, pod.metadata?.labels)

/** The port of the Service, where policies see the port of the pod behind it. */
export const servicePort: Recogniser = {
  id: 'service-port',
  leaves: 'closed',
  *candidates(context) {
    for (const entry of portEntries(context)) {
      const { policy, path, port, protocol } = entry
      const pods = destinations(context, entry)
      for (const service of context.services) {
        const served = pods.filter(pod => serves(service, pod))
        if (served.length === 0) continue
        for (const { port: front, targetPort = front, protocol: spoken = 'TCP' } of service.spec?.ports ??
          []) {
          if (port.port !== front || targetPort === front || spoken !== protocol) continue
          const params = {
            written: front,
            meant: targetPort,
            service: service.metadata?.name ?? '',
            protocol,
          }
          const certain = served.length === pods.length && !pods.some(pod => declares(pod, front, protocol))
          yield field(policy, [...path, 'port'], targetPort, { params, certain })
        }
      }
    }
  },
}
