import { textOf } from '../classes/address-classes'
import type { MatrixPort, ModelObjects } from '../model'
import type { Possible } from './universe'

/** Policies of every tier, without the cluster that they are for. */
export type PolicySet = Omit<ModelObjects, 'namespaces' | 'pods' | 'services'>

/** Somebody who could be there: a pod by everything that a policy can see of it, or an address outside the cluster. */
export type Someone =
  | {
      namespace: string
      namespaceLabels: Readonly<Record<string, string>>
      labels: Readonly<Record<string, string>>
      /** Names that its ports have; they are the pod's that is connected to. */
      namedPorts?: readonly { name: string; port: number; protocol: string }[]
      /** Where policies look at addresses. */
      ips?: readonly string[]
    }
  | { ip: string }

/** A flow that one set of policies lets through and the other does not. */
export type Difference = MatrixPort & {
  from: Someone
  to: Someone
  /** Does the first set let it through? Then the second does not. */
  allowed: boolean
}

/** Whoever calls has the first address of each class and whoever is called the second: no two have the same. */
export const someone = ({ pod, place, addresses }: Possible, which: 'address' | 'second'): Someone => {
  const ips = addresses.map(one => textOf(one[which] ?? one.address))
  if (!pod || !place) return { ip: ips[0] ?? '' }
  const namedPorts = [...pod.namedPorts].flatMap(([key, numbers]) => {
    const [name = '', protocol = ''] = key.split('/')
    return numbers.map(port => ({ name, port, protocol }))
  })
  return {
    namespace: place.name,
    namespaceLabels: place.shown,
    labels: Object.fromEntries(pod.labels),
    ...(namedPorts.length > 0 && { namedPorts }),
    ...(ips.length > 0 && { ips }),
  }
}
