import { nodeName } from '../kubelet/node/node-name'

/** Where a node is: its own addresses, and the blocks of those that it gives to pods; IPv4 first. */
export type NodePlace = {
  readonly name: string
  readonly addresses: readonly string[]
  readonly podBlocks: readonly string[]
}

/** minikube numbers its nodes: the first has the name of the cluster, then come `minikube-m02`, `minikube-m03`. */
export const nodeNumber = (name: string): number => Number(/-m(\d+)$/.exec(name)?.[1] ?? 1)
export const numberedName = (number: number): string =>
  number === 1 ? nodeName : `${nodeName}-m${String(number).padStart(2, '0')}`

/** What `minikube start --nodes` takes here: each has a /24 of the pods' /16, and a lab is small. */
export const mostNodes = 10

/** --service-cluster-ip-range, one a family. */
export const serviceRanges = { IPv4: '10.96.0.0/16', IPv6: 'fd00:10:96::/112' } as const

/** The addresses follow from the number. */
export function placeOf(name: string, dualStack: boolean): NodePlace {
  const number = nodeNumber(name)
  const subnet = number === 1 ? '' : `:${(number - 1).toString(16)}`
  const place = { name, addresses: [`192.168.49.${number + 1}`], podBlocks: [`10.244.${number - 1}.0/24`] }
  if (!dualStack) return place
  return {
    name,
    addresses: [...place.addresses, `fd00:192:168:49::${(number + 1).toString(16)}`],
    podBlocks: [...place.podBlocks, `fd00:10:244${subnet}::/64`],
  }
}

/** The first address of a block: the node's own end of its pods' links. */
export const firstOf = (block: string): string =>
  block.replace(/(0|::)\/\d+$/, end => (end[0] === '0' ? '1' : '::1'))
