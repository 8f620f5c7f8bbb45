import type { V1Pod } from '@kubernetes/client-node'
import { field, type Recogniser } from '../recogniser'
import { destinations, portEntries } from './port-entries'

const numberOf = (pod: V1Pod, name: string, protocol: string): number | undefined =>
  (pod.spec?.containers ?? [])
    .flatMap(({ ports = [] }) => ports)
    .find(port => port.name === name && (port.protocol ?? 'TCP') === protocol)?.containerPort

/** One number for several pods, where each has a number of its own under the same name. */
export const portByNumber: Recogniser = {
  id: 'port-by-number',
  leaves: 'closed',
  *candidates(context) {
    for (const entry of portEntries(context)) {
      const { policy, path, port, protocol } = entry
      if (typeof port.port !== 'number' || port.endPort !== undefined) continue
      const pods = destinations(context, entry)
      const names = pods
        .flatMap(({ spec }) => spec?.containers ?? [])
        .flatMap(({ ports = [] }) => ports)
        .flatMap(({ name, containerPort }) => (name && containerPort === port.port ? [name] : []))
      for (const name of new Set(names)) {
        const other = pods.find(pod => ![undefined, port.port].includes(numberOf(pod, name, protocol)))
        if (!other) continue
        const meant = numberOf(other, name, protocol)!
        const params = { written: port.port, name, meant, pod: other.metadata?.name ?? '' }
        yield field(policy, [...path, 'port'], name, { params })
      }
    }
  },
}
